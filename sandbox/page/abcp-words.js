import { plural } from './words.js';

/** What the stand-in can be told to do wrong: [kind, words, what to expect]. */
export const MISCHIEFS = [
  ['none', 'работает нормально', ''],
  ['error', 'отвечает 500', 'Магазин должен повторить.'],
  ['error-after', 'выполняет и отвечает 500', 'Магазин должен найти заказ по его номеру, а не создать второй.'],
  ['lost-answer', 'выполняет и обрывает ответ', 'Магазин должен найти заказ по его номеру, а не создать второй.'],
  ['slow', 'отвечает через 8 секунд', 'Магазин ждёт, сколько может, и повторяет.'],
  ['html', 'отвечает страницей вместо JSON', 'Для магазина это сбой связи: он должен повторить.'],
  ['throttled', '429, слишком часто', 'Магазин должен подождать и не тратить попытку.'],
  ['foreign-address', '403, запросы с этого IP запрещены', 'Магазин должен остановить обмен и позвать администратора.'],
];

export const CONCERNED = [
  ['all', 'любые'],
  ['writes', 'запись заказов'],
  ['reads', 'чтение'],
];

/** What goes wrong now, in words; "" = nothing. */
export function mischiefInWords({ kind, of, times }) {
  if (kind === 'none') return '';
  const words = MISCHIEFS.find(([each]) => each === kind)[1];
  const calls = CONCERNED.find(([each]) => each === of)[1];
  const left = times === null ? '' : ` · осталось ${plural(times, 'вызов', 'вызова', 'вызовов')}`;
  return `ABCP ${words} · вызовы: ${calls}${left}`;
}

/** What is to be known of a position beside its status: [{ text, tone }]. */
export function marksOf({ quantity, quantityFinal, isCanceled }) {
  return [
    quantityFinal !== quantity && { text: `будет ${quantityFinal} из ${quantity}`, tone: 'warn' },
    isCanceled === '1' && { text: 'клиент просит отменить', tone: 'bad' },
    isCanceled === '2' && { text: 'отмена отклонена', tone: 'plain' },
  ].filter(Boolean);
}
