import { unzipSync } from 'fflate';
import type { ApiClient } from './api-client.js';

export interface Download {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
}

/** Fetches a file as it is. */
export async function download({ baseUrl, identity }: ApiClient, path: string): Promise<Download> {
  const response = await fetch(`${baseUrl}${path}`, { headers: identity });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** A spreadsheet's rows as Excel would read them: a text of a text cell, a number of any other. */
export interface Spreadsheet {
  sheetName: string;
  /** Empty cells are null. */
  rows: Array<Array<string | number | null>>;
  /** Of single cells, e.g. `B2`: the number format and whether it is bold. */
  styleOf(cell: string): { format: string; isBold: boolean };
  /** XML of the sheet. */
  xml: string;
}

/** Opens the file with no help of what wrote it. */
export function openXlsx(bytes: Uint8Array): Spreadsheet {
  const files = unzipSync(bytes);
  const read = (path: string) => new TextDecoder().decode(files[path]);
  const xml = read('xl/worksheets/sheet1.xml');
  const rows = all(xml, /<row [^>]*>(.*?)<\/row>/gs).map(([, row]) => {
    const cells: Array<string | number | null> = [];
    for (const [, column, attributes, content] of all(row!, /<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const isText = attributes!.includes('t="inlineStr"');
      const plain = isText ? /^<is><t [^>]*>([^<]*)<\/t><\/is>$/ : /^<v>([^<]*)<\/v>$/;
      const value = plain.exec(content ?? '')?.[1];
      if (value === undefined) throw new Error(`Not a plain cell: ${content}`);
      cells[indexOf(column!)] = isText ? decode(value) : Number(value);
    }
    return Array.from(cells, (cell) => cell ?? null);
  });
  return {
    sheetName: decode(/<sheet [^>]*name="([^"]*)"/.exec(read('xl/workbook.xml'))![1]!),
    rows,
    styleOf: (cell) =>
      styleOf(read('xl/styles.xml'), Number(new RegExp(`<c r="${cell}"[^>]* s="(\\d+)"`).exec(xml)?.[1])),
    xml,
  };
}

/** The rows of a CSV file with `;` and CRLF, unquoted; anything else in it is an error. */
export function openCsv(bytes: Uint8Array): string[][] {
  const [first, second, third] = bytes;
  if (first !== 0xef || second !== 0xbb || third !== 0xbf) throw new Error('The byte order mark is missing.');
  let rest = new TextDecoder().decode(bytes);
  const rows: string[][] = [[]];
  while (rest !== '') {
    const [field, quoted, plain = '', end] = /^(?:"((?:[^"]|"")*)"|([^";\r\n]*))(;|\r\n)/.exec(rest) ?? fail(rest);
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
    rest = rest.slice(field.length);
  }
  return rows.slice(0, -1);
}

function fail(rest: string): never {
  throw new Error(`This is no CSV: ${rest.slice(0, 100)}`);
}

function all(text: string, pattern: RegExp): RegExpExecArray[] {
  return [...text.matchAll(pattern)];
}

function indexOf(column: string): number {
  return [...column].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

function styleOf(styles: string, index: number): { format: string; isBold: boolean } {
  const formats = new Map(
    all(styles, /<numFmt [^>]*>/g).map(([tag]) => [attribute(tag, 'numFmtId'), decode(attribute(tag, 'formatCode'))]),
  );
  const fonts = all(/<fonts.*<\/fonts>/s.exec(styles)![0], /<font>.*?<\/font>/gs).map(([font]) => font);
  const [style] = all(/<cellXfs.*<\/cellXfs>/s.exec(styles)![0], /<xf [^>]*>/g)[index]!;
  const id = attribute(style, 'numFmtId');
  return { format: formats.get(id) ?? id, isBold: fonts[Number(attribute(style, 'fontId'))]!.includes('<b/>') };
}

function attribute(tag: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
}
