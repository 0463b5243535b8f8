/** An element that is to be written; its texts are escaped when they are. */
export interface XmlElement {
  name: string;
  content: string | XmlElement[];
  attributes: Record<string, string>;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
const INDENT = '  ';

export function element(
  name: string,
  content: string | XmlElement[] = '',
  attributes: Record<string, string> = {},
): XmlElement {
  return { name, content, attributes };
}

/** One element a line, so that people can read it. */
export function xmlText({ name, content, attributes }: XmlElement, indent = ''): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value, /[&<>"\t\n\r]/g)}"`);
  const start = `${indent}<${name}${pairs.join('')}`;
  if (content.length === 0) return `${start}/>\n`;
  // An XML reader takes a bare carriage return for a new line.
  if (typeof content === 'string') return `${start}>${escaped(content, /[&<>\r]/g)}</${name}>\n`;
  const children = content.map((child) => xmlText(child, indent + INDENT));
  return `${start}>\n${children.join('')}${indent}</${name}>\n`;
}

function escaped(text: string, special: RegExp): string {
  return storable(text).replace(special, (character) => ESCAPES[character]!);
}

/** XML 1.0 has no way at all to hold most control characters. */
function storable(text: string): string {
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').replace(/\p{Surrogate}/gu, '\ufffd');
}
