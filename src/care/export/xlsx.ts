import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Cell, ColumnKind, Table } from './table.js';
import { STYLES, STYLE_IDS, WORKBOOK_PARTS, workbookOf } from './xlsx-parts.js';

/** Of the sheet's XML that is handed on at once, in characters. */
const PIECE = 64 * 1024;
const MS_A_DAY = 86_400_000;
/** The day 0 of spreadsheets is the end of 1899. */
const DAYS_TO_1970 = 25_569;

/**
 * The table as an XLSX file, written while it is read: whatever its size, no more of it is in memory than a page and some pieces.
 * For that each cell holds its own text (`inlineStr`), since a table of shared texts would have to be gathered first.
 */
export function xlsxOf(table: Table): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const sheet = Readable.from(sheetOf(table), { objectMode: false });
  for (const [path, content] of Object.entries(WORKBOOK_PARTS)) zip.addBuffer(Buffer.from(content), path);
  zip.addBuffer(Buffer.from(STYLES[table.language]), 'xl/styles.xml');
  zip.addBuffer(Buffer.from(workbookOf(escaped(table.title[table.language]))), 'xl/workbook.xml');
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.end();
  sheet.once('error', (error) => output.destroy(error));
  output.once('close', () => sheet.destroy()); // who waited for the file is gone
  return output;
}

async function* sheetOf({ columns, pages }: Table): AsyncGenerator<string> {
  const names = columns.map((_, index) => columnName(index));
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  let piece =
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">' +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join('')}</cols><sheetData>`;
  const titles = columns.map(({ title }, index) => textCell(`${names[index]}1`, STYLE_IDS.head, title));
  piece += `<row r="1">${titles.join('')}</row>`;
  let number = 1;
  for await (const page of pages) {
    for (const row of page) {
      number += 1;
      const cells = row.map((cell, index) => cellOf(`${names[index]}${number}`, columns[index]!.kind, cell));
      piece += `<row r="${number}">${cells.join('')}</row>`;
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
  }
  yield `${piece}</sheetData><autoFilter ref="A1:${names.at(-1)}${number}"/></worksheet>`;
}

function cellOf(place: string, kind: ColumnKind, cell: Cell): string {
  if (cell === null || cell === '') return '';
  if (cell instanceof Date) return numberCell(place, STYLE_IDS.instant, cell.getTime() / MS_A_DAY + DAYS_TO_1970);
  if (kind === 'money') return numberCell(place, STYLE_IDS.money, Number(cell));
  if (kind === 'number' || typeof cell === 'number') return numberCell(place, STYLE_IDS.plain, Number(cell));
  return textCell(place, STYLE_IDS[kind === 'code' ? 'code' : 'plain'], cell);
}

function numberCell(place: string, style: number, value: number): string {
  return `<c r="${place}" s="${style}"><v>${value}</v></c>`;
}

function textCell(place: string, style: number, text: string): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(xlsxText(text))}</t></is></c>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** 0 = A, 26 = AA. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** The most that a cell of Excel holds. */
const MAX_LENGTH = 32_767;
/** What XML 1.0 cannot hold, halves of surrogate pairs included. */
const NOT_XML =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Read by spreadsheets as the character of that number (ECMA-376, 22.9.2.19 ST_Xstring). */
const ESCAPE = /_(?=x[0-9a-fA-F]{4}_)/g;

/** A text as a cell of an XLSX file shows it unchanged. */
export function xlsxText(text: string): string {
  return text
    .replace(NOT_XML, '')
    .slice(0, MAX_LENGTH)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(ESCAPE, '_x005F_');
}
