import * as called from './called-words.js';

const NOT_TWICE = 'Магазин должен найти позиции по комментарию, а не заказать их ещё раз.';

/** What the stand-in can be told to do wrong: [kind, words, what to expect]. */
export const MISCHIEFS = [
  ['none', 'работает нормально', ''],
  ['error', 'отвечает 500', 'Магазин должен повторить.'],
  ['error-after', 'выполняет и отвечает 500', NOT_TWICE],
  ['lost-answer', 'выполняет и обрывает ответ', NOT_TWICE],
  ['slow', 'отвечает через 9 секунд', 'Магазин ждёт, сколько может, и повторяет.'],
  ['html', 'отвечает страницей вместо JSON', 'Для магазина это сбой связи: он должен повторить.'],
  ['throttled', 'превышен лимит запросов', 'Магазин должен подождать и не тратить попытку.'],
  ['offer-gone', 'предложение больше не действует', 'Магазин должен искать предложения ещё раз.'],
  ['foreign-line', 'кладёт в корзину чужую позицию', 'Магазин не должен её заказать.'],
  ['in-part', 'оформляет только первую позицию', 'Магазин должен заметить, что остальных нет, и заказать их.'],
  ['deaf', 'не ищет по комментарию', 'Магазин должен это заметить и ничего не заказывать.'],
  ['hidden', 'не показывает заказанное', 'Магазин не должен заказать ещё раз, пока человек не посмотрит.'],
];

export const CONCERNED = [
  ['all', 'любые'],
  ['orders', 'оформление заказа'],
  ['basket', 'добавление в корзину'],
  ['clearing', 'очистка корзины'],
  ['reads', 'чтение'],
];

/** What goes wrong now, in words; "" = nothing. */
export const mischiefInWords = (misbehaviour) =>
  called.mischiefInWords('PARTS SOFT', { MISCHIEFS, CONCERNED }, misbehaviour);

/** How a call ended: { text, tone }. An error may come with 200. */
export function outcomeOf({ status, answer }) {
  if (status === null) return { text: 'нет ответа', tone: 'bad' };
  if (status !== 200) return { text: String(status), tone: 'bad' };
  if (answer.startsWith('{"result":"ok"')) return { text: '200', tone: 'good' };
  return { text: answer.startsWith('{') ? '200, отказ' : '200, не JSON', tone: 'bad' };
}

/** Items of orders, newest first, by their orders, in which they stand as they were ordered. */
export function ordersOf(items) {
  const orders = new Map();
  for (const item of items) {
    const { order_id: id, created_at: at } = item;
    if (!orders.has(id)) orders.set(id, { id, at, items: [] });
    orders.get(id).items.unshift(item);
  }
  return [...orders.values()].sort((one, other) => other.id - one.id);
}
