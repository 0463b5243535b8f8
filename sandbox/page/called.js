import { call } from './api.js';
import { renderCall } from './called-view.js';
import { byId, h, morphChildren, setText } from './dom.js';
import { isPlace } from './places.js';

/** What all stand-ins have that the shop calls: `prefix` is that of their elements, `name` the people's word for them. */
export function showMischief(prefix, name, words) {
  const now = byId(`${prefix}-mischief-now`);
  setText(now, words || `${name} работает нормально`);
  now.className = `state-line ${words ? 'bad' : 'good'}`;
  byId(`${prefix}-behave`).hidden = !words;
}

/**
 * @param choices which kinds there are, and which calls they may concern where it makes a difference
 * @param set has the stand-in do wrong what was chosen
 */
export function watchMischief(prefix, { MISCHIEFS, CONCERNED }, set) {
  const kinds = byId(`${prefix}-kind`);
  kinds.append(...MISCHIEFS.slice(1).map(([value, words]) => h('option', { value }, words)));
  if (CONCERNED) byId(`${prefix}-of`).append(...CONCERNED.map(([value, words]) => h('option', { value }, words)));
  const showHint = () => setText(byId(`${prefix}-hint`), MISCHIEFS.find(([kind]) => kind === kinds.value)[2]);
  kinds.addEventListener('change', showHint);
  showHint();
  byId(`${prefix}-mischief`).addEventListener('submit', (event) => {
    event.preventDefault();
    const { kind, of, times } = event.target.elements;
    set(event.submitter, {
      kind: kind.value,
      ...(CONCERNED && { of: of.value }),
      times: times.value === '' ? null : Number(times.value),
    });
  });
}

/** @param options `secret` says what is left out of what is shown, if anything is, `outcomeOf` how a call ended */
export function showCalls(list, calls, unfolded, options) {
  const rows = calls.map((each) => renderCall(each, unfolded.has(each.n), options));
  morphChildren(list, rows.length > 0 ? rows : [h('li', { class: 'quiet' }, 'Пока ни одного.')]);
}

/** Keeps which calls are unfolded, whose insides are made only then. */
export function watchCalls(list, unfolded, refresh) {
  const keep = ({ target }) => {
    const n = Number(target.dataset.call);
    if (target.open) unfolded.add(n);
    else unfolded.delete(n);
    void refresh();
  };
  list.addEventListener('toggle', keep, true);
}

/** What a visitor has chosen goes before attributes, so the value itself is set, but not under the hand. */
export function showChosen(list) {
  for (const select of list.querySelectorAll('select')) {
    if (select !== document.activeElement) select.value = select.dataset.value;
  }
}

/**
 * Asks how things stand at a stand-in while its place is looked at; that the sandbox is gone is said elsewhere.
 * @param begin what is done once there is a state, before it is shown
 */
export function watchedState(place, { begin, show }) {
  const watched = { state: null, unfolded: new Set(), refresh };
  let lastSeen = '';
  async function refresh() {
    if (!isPlace(place)) return;
    const fresh = await call('GET', `/api/${place}/state`).catch(() => null);
    if (fresh === null) return;
    const seen = JSON.stringify([fresh, [...watched.unfolded]]);
    if (seen === lastSeen) return;
    const isFirst = watched.state === null;
    watched.state = fresh;
    lastSeen = seen;
    if (isFirst) begin();
    show(fresh, watched.unfolded);
  }
  return watched;
}
