import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { BRANDS } from './brands.js';
import type { Cell, PriceRow } from './price-rows.js';

const PIECE = 64 * 1024;
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SHEETS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Texts that stand in one table and are named by their places, as office programs do it with all of them. */
const SHARED = [...new Set(BRANDS.flatMap(({ name, spellings }) => [name, ...spellings]))];
const PLACES = new Map(SHARED.map((text, place) => [text, place]));

/** Style 1 shows a price with two decimals. */
const PRICE_STYLE = 1;

const PARTS: Record<string, string> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${TYPES}.sharedStrings+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${SHEETS}" xmlns:r="${RELATIONS}"><sheets><sheet name="Прайс" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${SHEETS}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  'xl/sharedStrings.xml': `<sst xmlns="${SHEETS}">${SHARED.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
};

/** A workbook of one sheet, written while it is read. */
export function spreadsheet(rows: Iterable<PriceRow>): Readable {
  const zip = new ZipFile();
  for (const [name, xml] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(XML + xml), name);
  const sheet = Readable.from(sheetOf(rows), { objectMode: false });
  sheet.once('error', (error) => (zip.outputStream as Readable).destroy(error));
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.end();
  return zip.outputStream as Readable;
}

function* sheetOf(rows: Iterable<PriceRow>): Generator<Buffer> {
  let text = `${XML}<worksheet xmlns="${SHEETS}"><sheetData>`;
  let number = 0;
  for (const { cells } of rows) {
    number += 1;
    text += `<row r="${number}">${cells.map((cell, column) => cellXml(cell, columnName(column) + number)).join('')}</row>`;
    if (text.length < PIECE) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}</sheetData></worksheet>`);
}

/** An article of digits alone becomes a number where no zero is lost, as a person's typing does it. */
function cellXml(cell: Cell, place: string): string {
  if (cell === '') return '';
  const isNumber = typeof cell === 'number' || /^[1-9]\d{0,14}$/.test(cell);
  if (isNumber) {
    const style = Number.isInteger(Number(cell)) ? '' : ` s="${PRICE_STYLE}"`;
    return `<c r="${place}"${style}><v>${cell}</v></c>`;
  }
  const shared = PLACES.get(cell);
  if (shared !== undefined) return `<c r="${place}" t="s"><v>${shared}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

/** Lists have fewer than 26 columns. */
function columnName(column: number): string {
  return String.fromCharCode(65 + column);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
