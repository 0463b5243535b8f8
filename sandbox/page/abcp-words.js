import * as called from './called-words.js';

/** What the stand-in can be told to do wrong: [kind, words, what to expect]. */
export const MISCHIEFS = [
  ['none', 'работает нормально', ''],
  ['error', 'отвечает 500', 'Магазин должен повторить.'],
  ['error-after', 'выполняет и отвечает 500', 'Магазин должен найти заказ по его номеру, а не создать второй.'],
  ['lost-answer', 'выполняет и обрывает ответ', 'Магазин должен найти заказ по его номеру, а не создать второй.'],
  ['slow', 'отвечает через 8 секунд', 'Магазин ждёт, сколько может, и повторяет.'],
  ['html', 'отвечает страницей вместо JSON', 'Для магазина это сбой связи: он должен повторить.'],
  ['another-order', 'отвечает другим заказом', 'Магазин не должен принять чужой заказ за свой.'],
  ['same-page', 'не листает список заказов', 'Магазин не должен спрашивать без конца.'],
  ['throttled', '429, слишком часто', 'Магазин должен подождать и не тратить попытку.'],
  ['foreign-address', '403, запросы с этого IP запрещены', 'Магазин должен остановить обмен и позвать администратора.'],
];

export const CONCERNED = [
  ['all', 'любые'],
  ['writes', 'запись заказов'],
  ['reads', 'чтение'],
];

/** What goes wrong now, in words; "" = nothing. */
export const mischiefInWords = (misbehaviour) => called.mischiefInWords('ABCP', { MISCHIEFS, CONCERNED }, misbehaviour);

/** How a call ended: { text, tone }. That an order is not there yet is an answer, not a failure. */
export function outcomeOf({ status, path }) {
  if (status === null) return { text: 'нет ответа', tone: 'bad' };
  if (status === 404 && path === 'cp/order') return { text: '404, ещё нет', tone: 'plain' };
  return { text: String(status), tone: status < 300 ? 'good' : 'bad' };
}

/** What is to be known of a position beside its status: [{ text, tone }]. */
export function marksOf({ quantity, quantityFinal, isCanceled }) {
  return [
    quantityFinal !== quantity && { text: `будет ${quantityFinal} из ${quantity}`, tone: 'warn' },
    isCanceled === '1' && { text: 'клиент просит отменить', tone: 'bad' },
    isCanceled === '2' && { text: 'отмена отклонена', tone: 'plain' },
  ].filter(Boolean);
}
