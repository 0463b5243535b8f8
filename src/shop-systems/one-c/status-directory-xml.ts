import { encode } from './commerceml-bytes.js';
import { element, xmlText } from './xml-elements.js';

/** 1C looks for the first one, whose first letter is Latin as in what it was written for; its programmers expect the second one. */
const LIST_NAMES = ['Cтатусы', 'Статусы'];
/** 1C asks for these lists, too; there is nothing in them. */
const OTHER_LISTS = ['ПлатежныеСистемы', 'СлужбыДоставки'];

/** Our statuses, for 1C's administrator to choose from; always in windows-1251, as 1C expects it. */
export function writeStatusDirectory(statuses: { id: string; name: string }[]): Buffer {
  const entries = statuses.map(({ id, name }) => element('Элемент', [element('Ид', id), element('Название', name)]));
  const directory = element('Справочник', [
    ...LIST_NAMES.map((name) => element(name, entries)),
    ...OTHER_LISTS.map((name) => element(name)),
  ]);
  return encode(`<?xml version="1.0" encoding="windows-1251"?>\n${xmlText(directory)}`, 'windows-1251');
}
