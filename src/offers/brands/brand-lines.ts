import { errorDetail, type ErrorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import { LONGEST_BRAND_NAME } from './brand.entity.js';
import { spellingError, tidied } from './spellings.js';

/** More than there can be brands, since a brand may stand on several lines. */
const MOST_LINES = 40_000;
/** All spellings that a brand may have, as they stand in a file. */
const LONGEST_LINE = 25_000;
const SIGNS_AT_ONCE = 20_000;
const HEADERS = new Set(['brand', 'бренд', 'марка', 'производитель', 'name', 'название']);
/** An export puts it before what a spreadsheet would run. */
const GUARD = /^'(?=[=+\-@＝＋－＠])/;
const CONTROL = /[\p{Cc}\p{Cs}]/u;

/** A line of a file of brands. */
export interface BrandLine {
  /** From 1. */
  line: number;
  name: string;
  synonyms: string[];
  /** Why nothing can be made of it. */
  error?: ErrorDetail & { path: string };
}

/**
 * Reads a file of brands line by line: the name, then its synonyms, in one cell with commas or in several. An empty line is none. It pauses
 * now and then, since a large file takes most of a second.
 * @throws InvalidInputError when there is no line in it, or there are too many
 */
export function* readBrandLines(bytes: Buffer): Generator<void, BrandLine[], void> {
  const texts = decoded(bytes).split(/\r\n|\n|\r/);
  const first = texts.find((text) => text.trim() !== '') ?? '';
  const separator = [';', '\t', ','].find((sign) => first.includes(sign)) ?? ';';
  const read: BrandLine[] = [];
  let signs = 0;
  for (const [index, text] of texts.entries()) {
    signs += text.length + 1;
    if (signs > SIGNS_AT_ONCE) {
      yield;
      signs = 0;
    }
    if (text.replaceAll(separator, '').trim() === '') continue;
    if (read.length === MOST_LINES) throw InvalidInputError.of('file', errorDetail('too_many', { max: MOST_LINES }));
    read.push(readLine(text, index + 1, separator));
  }
  if (HEADERS.has(read[0]?.name.toLowerCase() ?? '')) read.shift();
  if (read.length === 0) throw InvalidInputError.of('file', errorDetail('empty'));
  return read;
}

/** What is no utf-8 comes from a Russian Excel. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

function readLine(text: string, line: number, separator: string): BrandLine {
  if (text.length > LONGEST_LINE) {
    const error = { path: 'name', ...errorDetail('line_too_long') };
    return { line, name: text.slice(0, LONGEST_BRAND_NAME), synonyms: [], error };
  }
  const cells = cellsOf(text, separator);
  const [name = '', ...others] = (cells ?? [text]).map((cell) => tidied(cell).replace(GUARD, ''));
  const synonyms = others
    .flatMap((cell) => cell.split(','))
    .map((synonym) => tidied(synonym).replace(GUARD, ''))
    .filter((synonym) => synonym !== '');
  const refused = (detail: ErrorDetail, path = 'name') => ({ line, name, synonyms, error: { path, ...detail } });
  if (!cells) return refused(errorDetail('quote_unpaired'));
  if (CONTROL.test(text.replaceAll('\t', ''))) return refused(errorDetail('control_character'));
  if (name === '') return refused(errorDetail('required'));
  for (const [index, spelling] of [name, ...synonyms].entries()) {
    const error = spellingError(spelling);
    if (error) return refused(error, index === 0 ? 'name' : `synonyms[${index - 1}]`);
  }
  return { line, name, synonyms };
}

/** No cell goes on in the next line. @returns undefined when a quotation mark has no other half */
function cellsOf(text: string, separator: string): string[] | undefined {
  const cells: string[] = [];
  let [cell, isQuoted] = ['', false];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (isQuoted && sign === '"' && text[at + 1] === '"') cell += text[at++];
    else if (isQuoted && sign === '"') isQuoted = false;
    else if (!isQuoted && sign === '"' && cell.trim() === '') [cell, isQuoted] = ['', true];
    else if (!isQuoted && sign === separator) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return isQuoted ? undefined : [...cells, cell];
}
