import { explainAnswer, statusWords } from './words.js';

const isRefusal = (post) => post.error !== null || (post.response !== null && post.response.status > 299);
const answerOf = (post) => (post?.response?.body && typeof post.response.body === 'object' ? post.response.body : {});

/** The reports that hold for a position: the last one, or several for parts of its quantity. */
export function currentStatuses(order, positionId) {
  const reported = order.history.filter((entry) => entry.positionId === positionId);
  const last = reported.at(-1);
  if (!last) return [];
  if (last.quantity === null) return [last];
  const whole = reported.findLastIndex((entry) => entry.quantity === null);
  return reported.slice(whole + 1);
}

/** What stands beside an order in the list, as { text, tone }. */
export function summary(order) {
  if (order.cancelled) return { text: 'отменён вами', tone: 'bad' };
  const last = order.posts.at(-1);
  if (last && isRefusal(last)) return { text: 'не доставлен', tone: 'bad' };
  if (order.status) return statusWords(order.status);
  const reported = order.positions.map((position) => position.status).filter(Boolean);
  if (reported.length > 0) {
    const alike = reported.length === order.positions.length && new Set(reported).size === 1;
    return alike
      ? statusWords(reported[0])
      : { text: `ответ по ${reported.length} из ${order.positions.length}`, tone: 'info' };
  }
  if (answerOf(last).state === 'needs_attention') return { text: 'магазин не понял', tone: 'warn' };
  return { text: 'ждёт ответа', tone: 'none' };
}

/** The sum of what is not cancelled; null when a price or quantity is no number. */
export function total(order) {
  const open = order.positions.filter((position) => !position.cancelled);
  const sum = open.reduce((added, position) => added + Number(position.price) * Number(position.quantity ?? NaN), 0);
  return open.length > 0 && Number.isFinite(sum) ? sum : null;
}

/** The number that the shop gave the order in its inbox; null when it has not said. */
export function externalOrderId(order) {
  const said = order.posts.map((post) => answerOf(post).externalOrderId).findLast(Boolean);
  return said === undefined ? null : String(said);
}

/** Everything that a search for an order may mean, in lower case. */
export function searchText(order) {
  const customer = order.order?.customer ?? {};
  const parts = order.positions.flatMap(({ brand, number, name }) => [brand, number, name]);
  return [order.id, customer.name, customer.phone, ...parts].filter(Boolean).join(' ').toLowerCase();
}

/**
 * What was said about an order, oldest first.
 * Ours: { key, at, mine: true, post, answer }; the shop's: { key, at, mine: false, about, entry }.
 */
export function conversation(order) {
  const names = new Map(order.positions.map((position) => [position.id, position.name]));
  const ours = order.posts.map((post) => ({
    key: `post-${post.n}`,
    at: post.at,
    mine: true,
    post,
    answer: explainAnswer(post),
  }));
  const theirs = order.history.map((entry, index) => ({
    key: `status-${index}`,
    at: entry.at,
    mine: false,
    about: entry.positionId === null ? 'Весь заказ' : names.get(entry.positionId) || `Позиция ${entry.positionId}`,
    entry,
  }));
  return [...ours, ...theirs].sort((a, b) => (a.at > b.at) - (a.at < b.at));
}
