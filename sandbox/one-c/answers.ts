import { childrenOf, decodeXml, readXml, textOf, type Element } from './xml.js';

const TIME = /^(timestamp=)?(\d{9,13}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*)$/;
/** Bitrix begins the tag with a Latin letter, others with the Russian one. */
const SPELLINGS = ['правочник', 'татусы', 'татус'].map((rest) => [`C${rest}`, `С${rest}`]);

export interface SignedIn {
  cookie: string;
  sessid: string;
  errors: string[];
}

/** The answer to `mode=checkauth`. */
export function readSignIn(text: string): SignedIn {
  const [word, name = '', value = '', session = '', time = ''] = text.split('\n');
  const errors = [
    ...wrongWord(word!, ['success'], text),
    ...(text.includes('\r') ? ['Строки кончаются на \\r\\n, и \\r попал бы в cookie'] : []),
    ...(/^[\w.-]+$/.test(name) ? [] : [`Имя cookie «${name}» негодно`]),
    ...(/^[^\s;,"]+$/.test(value) ? [] : ['Значение cookie негодно']),
    ...(/^sessid=\S+$/.test(session) ? [] : ['Нет строки sessid=…']),
    ...(TIME.test(time) ? [] : [`Время «${time}» непонятно`]),
  ];
  return { cookie: `${name}=${value}`, sessid: session.slice('sessid='.length), errors };
}

export interface Limits {
  zip: boolean;
  fileLimit: number;
  errors: string[];
}

/** The answer to `mode=init`. */
export function readLimits(text: string): Limits {
  const values = new Map(text.split('\n').map((line) => line.split('=', 2) as [string, string]));
  const zip = values.get('zip');
  const fileLimit = values.get('file_limit') ?? '';
  return {
    zip: zip === 'yes',
    fileLimit: Number(fileLimit),
    errors: [
      ...(zip === 'yes' || zip === 'no' ? [] : ['Нет строки zip=yes или zip=no']),
      ...(/^[1-9]\d*$/.test(fileLimit) ? [] : ['Нет строки file_limit=… с числом']),
    ],
  };
}

/** What 1C stumbles over in an answer whose first line says how it went. */
export function wrongOutcome(text: string, words: string[]): string[] {
  return wrongWord(text.split('\n')[0]!, words, text);
}

function wrongWord(word: string, words: string[], text: string): string[] {
  if (words.includes(word)) return [];
  return [`Ответ начинается не с ${words.join(' или ')}: ${text.slice(0, 200).trim() || '(пусто)'}`];
}

export interface StatusDirectory {
  statuses: { id: string; name: string }[];
  errors: string[];
}

/** The answer to `mode=info`: the site's statuses. */
export function readDirectory(bytes: Buffer): StatusDirectory {
  let root: Element;
  try {
    root = readXml(decodeXml(bytes));
  } catch (error) {
    return { statuses: [], errors: [(error as Error).message] };
  }
  const elements = withDescendants(root);
  const names = new Set(elements.map(({ name }) => name));
  const isInBoth = SPELLINGS.some((pair) => pair.every((name) => names.has(name)));
  const statuses = elements
    .filter((element) => childrenOf(element, 'Ид').length > 0)
    .map((element) => ({
      id: textOf(element, 'Ид'),
      name: textOf(element, 'Название') || textOf(element, 'Наименование'),
    }));
  const isIn1251 = /encoding=["']windows-1251["']/i.test(bytes.subarray(0, 100).toString('latin1'));
  return {
    statuses: statuses.filter(({ id }, index) => statuses.findIndex((other) => other.id === id) === index),
    errors: [
      ...(isIn1251 ? [] : ['Справочник не в windows-1251']),
      ...(isInBoth ? [] : ['Тег справочника есть не в обоих написаниях: с латинской C и с русской С']),
      ...(statuses.length > 0 && statuses.every(({ name }) => name !== '') ? [] : ['В справочнике нет статусов']),
    ],
  };
}

function withDescendants(element: Element): Element[] {
  return [element, ...element.children.flatMap(withDescendants)];
}
