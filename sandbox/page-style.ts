export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f7; --card: #ffffff; --ink: #1c2430; --quiet: #5b6676; --line: #dfe3e9;
  --accent: #2458c6; --on-accent: #ffffff; --good: #14683c; --good-ground: #e2f3e9;
  --bad: #a8261d; --bad-ground: #fbe8e6; --warn: #7a4d00; --warn-ground: #fdf1d7; --chip: #e9edf4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --card: #1d2128; --ink: #e6e9ee; --quiet: #9aa5b4; --line: #323944;
    --accent: #86acff; --on-accent: #10203f; --good: #7fd6a4; --good-ground: #173226;
    --bad: #ff9a90; --bad-ground: #3d1f1d; --warn: #f0c374; --warn-ground: #372a12; --chip: #2b323d;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: anywhere;
}
header, main, #message { max-width: 1320px; margin-inline: auto; padding-inline: 24px; }
header { display: flex; gap: 16px 32px; align-items: center; justify-content: space-between; padding-block: 22px 14px; }
header p { margin: 4px 0 0; max-width: 84ch; overflow-wrap: normal; }
h1 { font-size: 22px; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 16px; margin: 0 0 12px; }
h2 small, .quiet { color: var(--quiet); font-weight: 400; font-size: 14px; }
main { display: grid; grid-template-columns: minmax(0, 1fr) 400px; gap: 24px; align-items: start; padding-bottom: 48px; }
.panel, .order, .empty { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; }
.panel, .order { margin-bottom: 16px; }
.empty { color: var(--quiet); text-align: center; padding: 40px 16px; border-style: dashed; }

button, input, select { font: inherit; color: inherit; }
button {
  background: var(--card); border: 1px solid var(--line); border-radius: 7px; padding: 6px 12px; min-height: 36px;
  cursor: pointer; overflow-wrap: normal;
}
button:hover { border-color: var(--accent); }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; white-space: nowrap; }
button.main:hover { filter: brightness(1.08); }
button.plain { background: none; border-color: transparent; padding-inline: 8px; color: var(--quiet); }
button.plain:hover { color: var(--ink); border-color: var(--line); }
button.danger, button.plain.danger { color: var(--bad); }
button[aria-busy='true'] { opacity: 0.55; cursor: progress; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; }
input, select { width: 100%; min-height: 36px; padding: 6px 9px; border: 1px solid var(--line); border-radius: 7px; background: var(--ground); }
form { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
form .wide { grid-column: 1 / -1; }
form p { margin: 0; }
label { display: grid; gap: 4px; font-size: 13px; color: var(--quiet); align-content: end; }
label input, label select { color: var(--ink); font-size: 15px; }
summary { cursor: pointer; font-weight: 600; }
details > form, details > ol { margin-top: 12px; }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 12px; margin: 12px 0 0; font-size: 13px; }
dt { color: var(--quiet); }
dd { margin: 0; }

#message { position: sticky; top: 8px; z-index: 1; margin-block: 0 12px; }
#message span { display: block; padding: 10px 14px; border-radius: 8px; background: var(--good-ground); color: var(--good); }
#message.bad span { background: var(--bad-ground); color: var(--bad); }
#trouble-now { margin: 0 0 12px; padding: 8px 12px; border-radius: 7px; background: var(--good-ground); color: var(--good); }
#trouble-now.bad { background: var(--bad-ground); color: var(--bad); }

.top { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: baseline; }
.top h3 { font-size: 16px; margin: 0; }
.top time { color: var(--quiet); font-size: 13px; margin-left: auto; }
.chip { display: inline-block; padding: 1px 9px; border-radius: 11px; background: var(--chip); font-size: 13px; font-weight: 600; }
.chip.none { background: none; border: 1px dashed var(--line); color: var(--quiet); font-weight: 400; }
.chip.bad { background: var(--bad-ground); color: var(--bad); }
.said { color: var(--ink); }
.buyer { margin: 4px 0 0; color: var(--quiet); font-size: 14px; }
.buyer q { color: var(--ink); }
.positions { list-style: none; margin: 12px 0 0; padding: 0; border-top: 1px solid var(--line); }
.positions li {
  display: grid; grid-template-columns: minmax(0, 1.15fr) 128px minmax(0, 1fr) 142px; gap: 2px 14px; align-items: start;
  padding: 9px 0; border-bottom: 1px solid var(--line);
}
.positions .part { display: block; color: var(--quiet); font-size: 13px; }
.positions .sum { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.positions .cancelled .name { text-decoration: line-through; color: var(--quiet); }
.state > div + div { margin-top: 4px; }
.state .said { display: block; font-size: 14px; }
.positions .act { text-align: right; }
.positions button { padding: 2px 8px; min-height: 30px; font-size: 13px; white-space: nowrap; margin-right: -8px; }
.answer { margin: 12px 0; font-size: 14px; }
.answer.good { color: var(--good); }
.answer.bad { color: var(--bad); }
.answer.warn { color: var(--warn); }
.order details { margin-top: 12px; font-size: 14px; }
.order summary { font-weight: 400; color: var(--quiet); }
ol.history { list-style: none; padding: 0; margin-bottom: 0; }
ol.history li { display: grid; grid-template-columns: 66px minmax(0, 1fr); gap: 8px; padding: 3px 0; }
ol.history time, .request time { color: var(--quiet); font-size: 13px; font-variant-numeric: tabular-nums; }

#requests { max-height: 640px; overflow-y: auto; margin: 0 -16px -16px; padding: 0 16px 8px; overscroll-behavior: contain; }
#requests .empty { border: 0; padding: 8px 0 16px; text-align: left; }
.request { border-top: 1px solid var(--line); padding: 8px 0; font-size: 14px; }
.request p { margin: 0; }
.request .line { display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: baseline; }
.request .line b { margin-left: auto; font-weight: 600; }
.request b.good { color: var(--good); }
.request b.bad { color: var(--bad); }
.request .notes { color: var(--warn); font-size: 13px; }
.request code { font: 12px/1.4 ui-monospace, SFMono-Regular, Consolas, monospace; color: var(--quiet); }

dialog { border: 1px solid var(--line); border-radius: 12px; background: var(--card); color: var(--ink); padding: 20px; width: min(460px, calc(100vw - 32px)); }
dialog::backdrop { background: rgb(10 14 20 / 45%); }

@media (max-width: 1000px) {
  main { display: flex; flex-direction: column; align-items: stretch; gap: 0; }
  .side { display: contents; }
  #trouble-panel { order: -1; }
  #settings-panel { order: 1; }
}
@media (max-width: 640px) {
  header, main, #message { padding-inline: 16px; }
  header { flex-direction: column; align-items: stretch; }
  .positions li { grid-template-columns: minmax(0, 1fr) auto; }
  .positions .name, .positions .act { grid-column: 1 / -1; }
  .positions .state { grid-area: 2 / 1; }
  .positions .sum { grid-area: 2 / 2; }
  .top time { margin-left: 0; width: 100%; order: 9; }
}
`;
