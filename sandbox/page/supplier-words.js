import * as called from './called-words.js';
import { plural } from './words.js';

const HELD = 'Магазин должен оставить прежний прайс-лист и спросить человека.';
const KEPT = 'Магазин должен оставить прежний прайс-лист и показать ошибку.';

/** What the stand-in can be told to do wrong: [kind, words, what to expect]. */
export const MISCHIEFS = [
  ['none', 'работает нормально', ''],
  ['prices', 'цены в 10 раз выше', HELD],
  ['half', 'в файле половина строк', HELD],
  ['columns', 'столбцы сдвинуты', KEPT],
  ['encoding', 'файл в другой кодировке', 'Магазин должен понять файл, как и раньше.'],
  ['slow', 'отдаёт медленно, 16 КБ в секунду', 'Магазин ждёт, сколько может.'],
  ['cut', 'обрывает файл на середине', KEPT],
  ['error', 'отвечает 500', KEPT],
  ['missing', 'файла нет, 404', KEPT],
  ['html', 'отдаёт страницу вместо файла', KEPT],
];

export const FORMATS = [
  ['csv', 'CSV'],
  ['xlsx', 'Excel (XLSX)'],
];

export const ENCODINGS = [
  ['windows-1251', 'Windows-1251'],
  ['utf-8', 'UTF-8'],
  ['utf-8-bom', 'UTF-8 с BOM'],
  ['koi8-r', 'КОИ-8'],
  ['cp866', 'DOS (866)'],
];

export const SEPARATORS = [
  [';', 'точка с запятой'],
  [',', 'запятая'],
  ['\t', 'табуляция'],
  ['|', 'вертикальная черта'],
];

/** What goes wrong now, in words; "" = nothing. */
export const mischiefInWords = (misbehaviour) => called.mischiefInWords('Поставщик', { MISCHIEFS }, misbehaviour);

/** What lies at the address. */
export function situationInWords({ list, edition }) {
  const days = edition === 0 ? '' : ` · цены меняли ${plural(edition, 'раз', 'раза', 'раз')}`;
  return `${plural(list.rows, 'позиция', 'позиции', 'позиций')}${days}`;
}

/** How a request ended: { text, tone }. */
export function outcomeOf({ status, answer }) {
  if (status === null) return { text: 'нет ответа', tone: 'bad' };
  if (status === 304) return { text: '304, без изменений', tone: 'plain' };
  if (status !== 200) return { text: String(status), tone: 'bad' };
  return answer.startsWith('<') ? { text: '200, не файл', tone: 'bad' } : { text: '200', tone: 'good' };
}
