import { openStream, type Stream, type StreamNews } from './stream';

/** The tabs that listen. */
const tabs = new Set<MessagePort>();
let stream: Stream | undefined;
/** Undefined = it begins. */
let isHeard: boolean | undefined;
let clock: StreamNews | undefined;

function tell(news: StreamNews): void {
  if (news.kind === 'heard') isHeard = true;
  if (news.kind === 'unheard') isHeard = false;
  if (news.kind === 'clock') clock = news;
  for (const tab of tabs) tab.postMessage(news);
}

function leave(tab: MessagePort): void {
  tabs.delete(tab);
  tab.close();
  if (tabs.size > 0) return;
  stream?.close();
  stream = undefined;
  isHeard = undefined;
}

addEventListener('connect', (event) => {
  const [tab] = (event as MessageEvent).ports as [MessagePort];
  tabs.add(tab);
  // All that a tab ever says.
  tab.onmessage = () => leave(tab);
  if (clock) tab.postMessage(clock);
  if (isHeard) tab.postMessage({ kind: 'heard' } satisfies StreamNews);
  if (!stream) stream = openStream(tell);
  // Who comes now may have signed in anew.
  else if (isHeard === false) stream.open();
});
