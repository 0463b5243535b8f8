import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { ZipFile } from 'yazl';
import { type Cell, type PriceRow, priceRows, type RowsWanted } from './supplier/price-rows.js';
import { spreadsheet } from './supplier/spreadsheet.js';

export type { PricePart } from './supplier/price-parts.js';
export { ORDERED_PARTS } from './supplier/brands.js';
export { type Cell, type PriceRow, priceRows, type RowsWanted } from './supplier/price-rows.js';

export const FORMATS = ['csv', 'xlsx'] as const;
export const ENCODINGS = ['utf-8', 'utf-8-bom', 'windows-1251', 'koi8-r', 'cp866'] as const;
export const SEPARATORS = [';', ',', '\t', '|'] as const;

export interface PriceFileForm {
  format: (typeof FORMATS)[number];
  /** Of a text file; a spreadsheet has its own. */
  encoding: (typeof ENCODINGS)[number];
  separator: (typeof SEPARATORS)[number];
  isZipped: boolean;
}

export const USUAL_FORM: Readonly<PriceFileForm> = {
  format: 'csv',
  encoding: 'windows-1251',
  separator: ';',
  isZipped: false,
};

const PIECE = 64 * 1024;

/** A supplier's file of any length, made while it is read; the same for the same options. */
export function priceFile(wanted: RowsWanted & Partial<PriceFileForm>): Readable {
  const form = { ...USUAL_FORM, ...wanted };
  const rows = priceRows({ ...wanted, hasStrayQuotes: form.format === 'csv' && !wanted.isPlain });
  const bytes = form.format === 'xlsx' ? spreadsheet(rows) : Readable.from(textFile(rows, form), { objectMode: false });
  return form.isZipped ? zipped(bytes, `price.${form.format}`) : bytes;
}

/** With the ending of its form. */
export function priceFileName({ format, isZipped }: Pick<PriceFileForm, 'format' | 'isZipped'>): string {
  return `price.${isZipped ? 'zip' : format}`;
}

function zipped(bytes: Readable, name: string): Readable {
  const zip = new ZipFile();
  zip.addReadStream(bytes, name);
  zip.end();
  bytes.once('error', (error) => (zip.outputStream as Readable).destroy(error));
  return zip.outputStream as Readable;
}

function* textFile(rows: Iterable<PriceRow>, { encoding, separator }: PriceFileForm): Generator<Buffer> {
  const isUnicode = encoding.startsWith('utf-8');
  const bytesOf = (text: string) => (isUnicode ? Buffer.from(text) : iconv.encode(oldFashioned(text), encoding));
  let text = encoding === 'utf-8-bom' ? '\ufeff' : '';
  for (const { cells, isRaw = false } of rows) {
    const written = cells.map((cell) => (isRaw ? inText(cell) : quoted(inText(cell), separator)));
    text += `${written.join(separator)}\r\n`;
    if (text.length < PIECE) continue;
    yield bytesOf(text);
    text = '';
  }
  if (text !== '') yield bytesOf(text);
}

/** A decimal comma, as Russian programs write it. */
function inText(cell: Cell): string {
  return typeof cell === 'number' ? String(cell).replace('.', ',') : cell;
}

function quoted(text: string, separator: string): string {
  const needsQuotes = text.includes('"') || text.includes(separator) || /[\r\n]/.test(text);
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Without the few characters of these lists that encodings of one byte have no place for. */
function oldFashioned(text: string): string {
  return text.replaceAll('Ö', 'OE').replaceAll('ö', 'oe').replaceAll('—', '-');
}
