import { SaxesParser } from 'saxes';

/** An element by its local name: 1C does not care which prefix a site chose. */
export interface Element {
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
  /** As it stands in the file. */
  source: string;
}

/** Reads a file whole. Throws an Error that names the line when it is not well-formed or declares a document type. */
export function readXml(source: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const open: { element: Element; start: number }[] = [];
  let root: Element | undefined;
  parser.on('error', (error) => {
    throw new Error(`XML не разобран: ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new Error('XML с DOCTYPE 1С не берёт');
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    const values = Object.values(attributes).map((attribute) => [attribute.name, attribute.value]);
    const attributeValues = Object.fromEntries(values) as Record<string, string>;
    const element = { name: local, namespace: uri, attributes: attributeValues, children: [], text: '', source: '' };
    open.at(-1)?.element.children.push(element);
    root ??= element;
    open.push({ element, start: source.lastIndexOf('<', parser.position - 1) });
  });
  const addText = (piece: string): void => {
    const element = open.at(-1)?.element;
    if (element) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const { element, start } = open.pop()!;
    element.source = source.slice(start, parser.position);
  });
  parser.write(source).close();
  return root!;
}

export function childrenOf(element: Element | undefined, name: string): Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child) => child.name === name);
}

export function textOf(element: Element | undefined, name: string): string {
  return childOf(element, name)?.text.trim() ?? '';
}

/** Reads bytes by their mark or prolog, as 1C does: a byte that the encoding does not have is an error. */
export function decodeXml(bytes: Buffer): string {
  const prolog = bytes.subarray(0, 200).toString('latin1');
  const named = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding=["']([^"']+)["']/i.exec(prolog)?.[1] ?? 'utf-8';
  if (!/^(utf-8|windows-1251)$/i.test(named)) throw new Error(`Кодировка ${named} в прологе 1С неизвестна`);
  try {
    return new TextDecoder(named, { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`Байты не в кодировке ${named}, которую называет пролог`);
  }
}

/** Text for an element or an attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** An element; a list holds elements that are written already, anything else becomes text. */
export function written(name: string, content: string | number | string[]): string {
  const inside = Array.isArray(content) ? content.join('') : escaped(String(content));
  return `<${name}>${inside}</${name}>`;
}
