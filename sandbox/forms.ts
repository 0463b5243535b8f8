import { gzipSync } from 'node:zlib';

/** How a message to the order link is written. */
export const FORMS = ['json', 'form', 'multipart', 'xml'] as const;
export type Form = (typeof FORMS)[number];

export interface Encoded {
  body: string | Buffer;
  contentType: string;
  contentEncoding?: 'gzip';
}

const BOUNDARY = 'gettzap-sandbox-0f3c1d';

/** Writes a message in a form: JSON is the contract's, of the others the shop's adapter has to make an order. */
export function encode(json: string, form: Form = 'json', isPacked = false): Encoded {
  const encoded = written(json, form);
  if (!isPacked) return encoded;
  return { ...encoded, body: gzipSync(encoded.body), contentEncoding: 'gzip' };
}

function written(json: string, form: Form): Encoded {
  switch (form) {
    case 'json':
      return { body: json, contentType: 'application/json; charset=utf-8' };
    case 'form':
      return {
        body: new URLSearchParams(fieldsOf(JSON.parse(json))).toString(),
        contentType: 'application/x-www-form-urlencoded',
      };
    case 'multipart':
      return { body: multipart(fieldsOf(JSON.parse(json))), contentType: `multipart/form-data; boundary=${BOUNDARY}` };
    case 'xml':
      return {
        body: `<?xml version="1.0" encoding="utf-8"?>${element('message', JSON.parse(json))}`,
        contentType: 'application/xml; charset=utf-8',
      };
  }
}

/** `order[positions][0][id]` and its value, as PHP names fields. */
function fieldsOf(value: unknown, name = ''): Array<[string, string]> {
  if (typeof value !== 'object' || value === null) return [[name, textOf(value)]];
  return Object.entries(value).flatMap(([key, each]) => fieldsOf(each, name === '' ? key : `${name}[${key}]`));
}

function multipart(fields: Array<[string, string]>): string {
  const parts = fields.map(([name, value]) => {
    const quoted = name.replace(/["\r\n]/g, encodeURIComponent);
    return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${quoted}"\r\n\r\n${value}\r\n`;
  });
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
}

/** A list repeats its element. */
function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('');
  const isObject = typeof value === 'object' && value !== null;
  const content = isObject ? Object.entries(value).map(([key, each]) => element(key, each)) : [escaped(textOf(value))];
  return `<${name}>${content.join('')}</${name}>`;
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value as string | number | boolean);
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
