import { childOf, childrenOf, decodeXml, readXml, textOf, type Element } from './xml.js';

export interface ReadLine {
  /** What 1C knows the part by: `Ид` of its card. */
  key: string;
  number: string;
  name: string;
  quantity: number;
  price: number;
  /** As they came: [name, value]. */
  requisites: [string, string][];
}

export interface ReadDocument {
  id: string;
  number: string;
  buyer: string;
  total: number;
  cancelled: boolean;
  /** Its status on the site. */
  siteStatus: { id: string; name: string };
  lines: ReadLine[];
  xml: string;
}

export interface ReadOrders {
  documents: ReadDocument[];
  /** Why 1C would not take them; empty = it would. */
  errors: string[];
}

const MOST_DOCUMENTS = 100;
const NAMESPACES = ['', 'urn:1C.ru:commerceml_2', 'urn:1C.ru:commerceml_210', 'urn:1C.ru:commerceml_3'];
const FILLED = ['Ид', 'Номер', 'Дата', 'Время', 'ХозОперация', 'Роль', 'Валюта', 'Курс', 'Сумма'];
/** An order whose lines are in several statuses has none of its own. */
const REQUISITES = ['Отменен', 'Заказ оплачен', 'Сайт', 'Номер на площадке', 'Дата изменения статуса'];
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Reads the answer to `mode=query` and finds everything in it that 1C stumbles over. */
export function readOrders(bytes: Buffer): ReadOrders {
  let root: Element;
  try {
    root = readXml(decodeXml(bytes));
  } catch (error) {
    return { documents: [], errors: [(error as Error).message] };
  }
  const elements = documentsOf(root);
  const documents = elements.map(documentFrom);
  const repeated = documents.filter(({ id }, index) => documents.findIndex((other) => other.id === id) < index);
  const errors = [
    ...wrongRoot(root),
    ...(elements.length > MOST_DOCUMENTS ? [`Документов ${elements.length}, а можно ${MOST_DOCUMENTS}`] : []),
    ...repeated.map(({ id }) => `Ид ${id} в одной пачке дважды`),
    ...elements.flatMap(wrongDocument),
  ];
  return { documents, errors };
}

function documentsOf(root: Element): Element[] {
  const places = [root, ...childrenOf(root, 'Контейнер')];
  return places.flatMap((place) => childrenOf(place, 'Документ'));
}

function wrongRoot(root: Element): string[] {
  if (root.name !== 'КоммерческаяИнформация') return [`Корень ${root.name} вместо КоммерческаяИнформация`];
  const { ВерсияСхемы: version = '', ДатаФормирования: formedAt = '' } = root.attributes;
  const isInContainers = childOf(root, 'Документ') === undefined;
  return [
    ...(/^[23]\.\d+$/.test(version) ? [] : [`ВерсияСхемы «${version}» непонятна`]),
    ...(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?/.test(formedAt) ? [] : [`ДатаФормирования «${formedAt}» непонятна`]),
    ...(NAMESPACES.includes(root.namespace) ? [] : [`Пространство имён ${root.namespace} 1С неизвестно`]),
    ...(version.startsWith('3') && !isInContainers ? ['По схеме 3 документы лежат в Контейнер'] : []),
  ];
}

function wrongDocument(element: Element): string[] {
  const wrong = [
    ...FILLED.filter((name) => textOf(element, name) === '').map((name) => `нет ${name}`),
    ...wrongWord(element, 'ХозОперация', 'Заказ товара'),
    ...wrongWord(element, 'Роль', 'Продавец'),
    ...wrongForm(element, 'Дата', /^\d{4}-\d\d-\d\d$/),
    ...wrongForm(element, 'Время', /^\d\d:\d\d:\d\d$/),
    ...wrongForm(element, 'Сумма', NUMBER),
    ...wrongForm(element, 'Курс', NUMBER),
    ...wrongBuyer(element),
    ...wrongLines(element),
    ...wrongRequisites(element),
  ];
  return wrong.map((reason) => `Документ ${textOf(element, 'Номер') || textOf(element, 'Ид') || '?'}: ${reason}`);
}

function wrongWord(element: Element, name: string, wanted: string): string[] {
  const word = textOf(element, name);
  return word === '' || word === wanted ? [] : [`${name} «${word}» вместо «${wanted}»`];
}

function wrongForm(element: Element, name: string, form: RegExp): string[] {
  const value = textOf(element, name);
  return value === '' || form.test(value) ? [] : [`${name} «${value}» непонятна`];
}

function wrongBuyer(element: Element): string[] {
  const buyer = childOf(childOf(element, 'Контрагенты'), 'Контрагент');
  if (!buyer) return ['нет Контрагенты/Контрагент'];
  return [
    ...['Ид', 'Наименование'].filter((name) => textOf(buyer, name) === '').map((name) => `у контрагента нет ${name}`),
    ...(textOf(buyer, 'Роль') === 'Покупатель' ? [] : ['Роль контрагента не «Покупатель»']),
  ];
}

function wrongLines(element: Element): string[] {
  const lines = childrenOf(childOf(element, 'Товары'), 'Товар');
  if (lines.length === 0) return isTrue(requisite(element, 'Отменен')) ? [] : ['нет ни одной строки в Товары'];
  const sum = lines.reduce((total, line) => total + amount(line, 'Сумма'), 0);
  return [
    ...lines.flatMap((line, index) => wrongLine(line).map((reason) => `строка ${index + 1}: ${reason}`)),
    ...(isSame(sum, amount(element, 'Сумма'))
      ? []
      : [`Сумма ${textOf(element, 'Сумма')}, а строки дают ${money(sum)}`]),
  ];
}

function wrongLine(line: Element): string[] {
  const unit = childOf(line, 'БазоваяЕдиница');
  const [price, quantity, sum] = ['ЦенаЗаЕдиницу', 'Количество', 'Сумма'].map((name) => amount(line, name));
  return [
    ...['Ид', 'Наименование'].filter((name) => textOf(line, name) === '').map((name) => `нет ${name}`),
    ...['ЦенаЗаЕдиницу', 'Количество', 'Сумма'].flatMap((name) =>
      NUMBER.test(textOf(line, name)) ? [] : [`${name} «${textOf(line, name)}» не число`],
    ),
    ...(unit?.attributes['Код'] === '796' ? [] : ['у БазоваяЕдиница нет кода 796']),
    ...(isSame(price! * quantity!, sum!) ? [] : [`Сумма ${sum} не равна ${price} × ${quantity}`]),
  ];
}

function wrongRequisites(element: Element): string[] {
  const nameless = childrenOf(childOf(element, 'ЗначенияРеквизитов'), 'ЗначениеРеквизита').filter(
    (each) => textOf(each, 'Наименование') === '' || childOf(each, 'Значение') === undefined,
  );
  return [
    ...nameless.map(() => 'ЗначениеРеквизита без Наименование или Значение'),
    ...REQUISITES.filter((name) => requisite(element, name) === undefined).map((name) => `нет реквизита «${name}»`),
  ];
}

function documentFrom(element: Element): ReadDocument {
  const buyer = childOf(childOf(element, 'Контрагенты'), 'Контрагент');
  return {
    id: textOf(element, 'Ид'),
    number: textOf(element, 'Номер'),
    buyer: textOf(buyer, 'Наименование'),
    total: amount(element, 'Сумма'),
    cancelled: isTrue(requisite(element, 'Отменен')),
    siteStatus: { id: requisite(element, 'Статуса заказа ИД') ?? '', name: requisite(element, 'Статус заказа') ?? '' },
    lines: childrenOf(childOf(element, 'Товары'), 'Товар').map((line) => ({
      key: textOf(line, 'Ид'),
      number: textOf(line, 'Артикул'),
      name: textOf(line, 'Наименование'),
      quantity: amount(line, 'Количество'),
      price: amount(line, 'ЦенаЗаЕдиницу'),
      requisites: requisitesOf(line),
    })),
    xml: element.source,
  };
}

function requisitesOf(element: Element): [string, string][] {
  return childrenOf(childOf(element, 'ЗначенияРеквизитов'), 'ЗначениеРеквизита').map((each) => [
    textOf(each, 'Наименование'),
    textOf(each, 'Значение'),
  ]);
}

function requisite(element: Element, name: string): string | undefined {
  return requisitesOf(element).find(([each]) => each === name)?.[1];
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function amount(element: Element, name: string): number {
  return Number(textOf(element, name));
}

function isSame(one: number, other: number): boolean {
  return money(one) === money(other);
}

function money(value: number): string {
  return value.toFixed(2);
}
