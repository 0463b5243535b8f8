import { join, posix } from 'node:path';
import type { Entry } from 'yauzl';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { errorDetail } from '../../../platform/error-texts.js';
import type { Archive } from './archives.js';
import type { ListRecord } from './csv-records.js';
import { TextStore } from './text-store.js';
import { FileFailed } from './file-failed.js';

const WORKBOOK = 'xl/workbook.xml';
/** As spreadsheets have them. */
const LAST_ROW = 1_048_576;
const SHARED_STRINGS = 'xl/sharedStrings.xml';

export function isWorkbook(archive: Archive): boolean {
  return archive.find(WORKBOOK) !== undefined;
}

/** Of LibreOffice, or in the binary form of Excel. */
export function isOtherWorkbook(archive: Archive): boolean {
  return ['content.xml', 'xl/workbook.bin'].some((name) => archive.find(name) !== undefined);
}

/** The rows of the first sheet of a workbook, each with what its cells show. @param mostColumns further columns are of no interest */
export async function* spreadsheetRows(
  archive: Archive,
  folder: string,
  mostColumns: number,
): AsyncGenerator<ListRecord[]> {
  const texts = new TextStore(join(folder, 'texts'));
  try {
    const strings = archive.find(SHARED_STRINGS);
    if (strings) await readStrings(archive, strings, texts);
    const sheet = archive.find(await firstSheet(archive));
    if (!sheet) throw new FileFailed(errorDetail('file_broken', { reason: 'it has no sheet' }));
    const rows = new SheetRows(texts, mostColumns);
    for await (const _ of parsed(archive, sheet, rows.parser)) yield rows.take();
  } finally {
    texts.close();
  }
}

/** Piece by piece. */
async function* parsed(archive: Archive, entry: Entry, parser: SaxesParser): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8');
  let failure: Error | undefined;
  parser.on('error', (error) => (failure ??= error));
  const requireSound = () => {
    if (failure) throw new FileFailed(errorDetail('file_broken', { reason: failure.message }));
  };
  for await (const piece of archive.read(entry)) {
    parser.write(decoder.decode(piece, { stream: true }));
    requireSound();
    yield;
  }
  // What ends in the middle of a sheet is a part of the list.
  parser.write(decoder.decode()).close();
  requireSound();
}

/** The address of the sheet that people see first. */
async function firstSheet(archive: Archive): Promise<string> {
  const sheets = await attributesOf(archive, WORKBOOK, 'sheet');
  const first = sheets.find(({ state }) => state !== 'hidden' && state !== 'veryHidden') ?? sheets[0];
  const links = await attributesOf(archive, 'xl/_rels/workbook.xml.rels', 'Relationship');
  const target = links.find(({ Id }) => Id !== undefined && Id === first?.['r:id'])?.Target;
  if (!target) return 'xl/worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
}

async function attributesOf(archive: Archive, file: string, element: string): Promise<Array<Record<string, string>>> {
  const entry = archive.find(file);
  const found: Array<Record<string, string>> = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    if (localName(name) === element) found.push(attributes);
  });
  if (entry) for await (const _ of parsed(archive, entry, parser));
  return found;
}

async function readStrings(archive: Archive, entry: Entry, texts: TextStore): Promise<void> {
  const parser = new SaxesParser();
  let text = '';
  let isText = false;
  let isPhonetic = false;
  parser.on('opentag', ({ name }: SaxesTagPlain) => {
    const local = localName(name);
    if (local === 'si') text = '';
    else if (local === 't') isText = true;
    else if (local === 'rPh') isPhonetic = true;
  });
  parser.on('text', (part) => {
    if (isText && !isPhonetic) text += part;
  });
  parser.on('closetag', ({ name }: SaxesTagPlain) => {
    const local = localName(name);
    if (local === 't') isText = false;
    else if (local === 'rPh') isPhonetic = false;
    else if (local === 'si') texts.add(text);
  });
  for await (const _ of parsed(archive, entry, parser));
}

/** Gathers the rows of a sheet. */
class SheetRows {
  readonly parser = new SaxesParser();
  private found: ListRecord[] = [];
  private fields: string[] = [];
  private line = 0;
  private column = 0;
  private type = '';
  private value = '';
  private isValue = false;

  constructor(
    private readonly texts: TextStore,
    private readonly mostColumns: number,
  ) {
    this.parser.on('opentag', (tag: SaxesTagPlain) => this.open(localName(tag.name), tag.attributes));
    this.parser.on('text', (text) => {
      if (this.isValue) this.value += text;
    });
    this.parser.on('closetag', (tag: SaxesTagPlain) => this.close(localName(tag.name)));
  }

  /** What came since it was asked last. */
  take(): ListRecord[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  private open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      const named = Number(attributes.r);
      // Rows of an article are told apart by their lines, so none may come twice.
      this.line = named > this.line && named <= LAST_ROW && Number.isInteger(named) ? named : this.line + 1;
      this.fields = [];
      this.column = 0;
    } else if (name === 'c') {
      this.column = columnOf(attributes.r) ?? this.column + 1;
      this.type = attributes.t ?? 'n';
      this.value = '';
    } else if (name === 'v' || name === 't') {
      this.isValue = true;
    }
  }

  private close(name: string): void {
    if (name === 'v' || name === 't') this.isValue = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row') this.found.push({ line: this.line, fields: this.fields, text: this.fields.join(' ; ') });
  }

  private endCell(): void {
    if (this.value === '' || this.column > this.mostColumns) return;
    while (this.fields.length < this.column) this.fields.push('');
    this.fields[this.column - 1] = this.shown();
  }

  private shown(): string {
    if (this.type === 's') return this.texts.get(Number(this.value));
    if (this.type === 'n') return plainNumber(this.value);
    if (this.type === 'e') return '';
    return this.value;
  }
}

/** As people see it: no exponent, and nothing of what a double cannot hold. */
export function plainNumber(text: string): string {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return text;
  if (/^-?\d+$/.test(text)) return text; // also more digits than a double holds
  const plain = String(number);
  if (!plain.includes('e')) return plain;
  if (Number.isInteger(number)) return BigInt(number).toString();
  return fixed(plain);
}

/** From 1. @param cell e.g. `AB12` */
function columnOf(cell: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(cell ?? '')?.[0];
  if (!letters) return undefined;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** A number below one without its exponent, digit for digit. */
function fixed(exponential: string): string {
  const [, sign = '', digits = '', places = '', exponent = ''] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(exponential)!;
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${digits}${places}`;
}
