import { SaxesParser } from 'saxes';
import { CommerceMlError } from './commerceml-error.js';

/** As deep as elements may lie in each other: what is read lies in ten. */
const MAX_DEPTH = 32;
/** Elements and attributes of a file: 10,000 orders with two hundred each. */
const MAX_VALUES = 2_000_000;
const MAX_DOCUMENTS = 100_000;
/** Nothing that is read is longer; what goes on is cut off. */
const MAX_TEXT = 1_000;

/** Characters that are read before others get their turn: some milliseconds of work. */
const PIECE = 256 * 1024;

const ROOT = 'КоммерческаяИнформация';
const FORMED_AT = 'ДатаФормирования';
const DOCUMENT = 'Документ';
const CONTAINER = 'Контейнер';

/** What of an element is read; all the rest is gone through and forgotten, however much it is. */
interface Shape {
  readonly [name: string]: Shape;
}

/** An element by its name without a prefix. */
export interface XmlNode {
  name: string;
  text: string;
  children: XmlNode[];
}

const TEXT: Shape = {};
const REQUISITE: Shape = { Наименование: TEXT, Значение: TEXT };
const REQUISITES: Shape = { ЗначениеРеквизита: REQUISITE };
const WARE: Shape = { Ид: TEXT, Артикул: TEXT, Наименование: TEXT, Количество: TEXT, ЗначенияРеквизитов: REQUISITES };
const PART: Shape = {
  Ид: TEXT,
  Номер: TEXT,
  Номер1С: TEXT,
  Дата: TEXT,
  Время: TEXT,
  ХозОперация: TEXT,
  Основание: TEXT,
  ПометкаУдаления: TEXT,
  Товары: { Товар: WARE },
  ЗначенияРеквизитов: REQUISITES,
  // Some write requisites without what should be around them.
  ЗначениеРеквизита: REQUISITE,
};
const WHOLE: Shape = { ...PART, ПодчиненныеДокументы: { ПодчиненныйДокумент: PART } };
const FILE: Shape = { [ROOT]: { [DOCUMENT]: WHOLE, [CONTAINER]: { [DOCUMENT]: WHOLE } } };

interface OpenElement {
  /** Undefined = it is not read. */
  shape: Shape | undefined;
  node: XmlNode;
}

/** Stands for whatever is not read. */
const FORGOTTEN: OpenElement = { shape: undefined, node: { name: '', text: '', children: [] } };

/**
 * Hands on each document of a CommerceML file as soon as it is read, with when the file says that it was formed; it pauses after every piece.
 * @throws CommerceMlError
 */
export function* readDocuments(
  xml: string,
  take: (document: XmlNode, formedAt: string) => void,
): Generator<void, void, void> {
  const parser = new SaxesParser();
  const open: OpenElement[] = [];
  const countValue = counterTo(MAX_VALUES, 'значений');
  const countDocument = counterTo(MAX_DOCUMENTS, 'документов');
  let formedAt = '';
  parser.on('error', (error) => {
    throw notXml(error.message);
  });
  parser.on('doctype', () => {
    throw new CommerceMlError('document_type', 'Файл с DOCTYPE не принимается: нужна обычная выгрузка CommerceML.');
  });
  parser.on('attribute', countValue);
  parser.on('opentag', ({ name, attributes }) => {
    countValue();
    if (open.length === 0) formedAt = attributes[FORMED_AT]?.slice(0, MAX_TEXT) ?? '';
    open.push(opened(open, name.slice(name.indexOf(':') + 1)));
  });
  const addText = (piece: string) => {
    const { shape, node } = open.at(-1) ?? FORGOTTEN;
    if (shape === TEXT) node.text = (node.text + piece.slice(0, MAX_TEXT)).slice(0, MAX_TEXT);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const { shape, node } = open.pop()!;
    if (shape !== WHOLE) return;
    countDocument();
    take(node, formedAt);
  });
  for (let start = 0; start < xml.length; start += PIECE) {
    parser.write(xml.slice(start, start + PIECE));
    yield;
  }
  parser.close();
}

function counterTo(max: number, what: string): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count > max) {
      throw new CommerceMlError(
        'too_many_values',
        `В файле больше ${max} ${what}: выгружайте меньше заказов за один раз.`,
      );
    }
  };
}

function opened(open: OpenElement[], name: string): OpenElement {
  if (open.length >= MAX_DEPTH) {
    throw new CommerceMlError('too_deep', `Элементы файла вложены друг в друга глубже ${MAX_DEPTH} уровней.`);
  }
  const parent = open.at(-1);
  if (!parent && name !== ROOT) {
    throw new CommerceMlError('not_commerceml', `Это не CommerceML: корневой элемент «${name}», а нужен «${ROOT}».`);
  }
  const names = parent ? parent.shape : FILE;
  if (!names || !Object.hasOwn(names, name)) return FORGOTTEN;
  const shape = names[name]!;
  const node = { name, text: '', children: [] };
  if (shape !== WHOLE) parent?.node.children.push(node);
  return { shape, node };
}

function notXml(problem: string): CommerceMlError {
  const [, line, column, reason] = /^(\d+):(\d+): (.*?)\.?$/s.exec(problem) ?? [];
  const place = line === undefined ? problem : `строка ${line}, символ ${column}: ${reason}`;
  return new CommerceMlError('not_xml', `Файл обрезан или это не XML: ${place}.`);
}
