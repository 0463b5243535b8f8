import { READING_LIMITS } from './reading-limits.js';

/** One line of a list, or several where a quoted field goes on over them. */
export interface ListRecord {
  /** The first of its lines, from 1. */
  line: number;
  fields: string[];
  /** As it stands there. */
  text: string;
  /** Why it cannot be read. */
  problem?: 'quote_unclosed' | 'line_too_long';
}

interface Reading {
  separator: string;
  lineEnd: string;
  /** Further columns are of no interest. */
  mostColumns: number;
  /** A quoted field that goes over several lines is one only where its record has so many columns. */
  leastColumns: number;
}

/**
 * Cuts the text of a CSV file into records, piece by piece. A quote that nobody closed costs its own line alone: a quoted field goes over
 * few lines, and where it ends the record has to have all its columns.
 */
export class CsvRecords {
  private rest = '';
  private isTooLong = false;
  /** Lines that are not read yet, since a quoted field may go on in them. */
  private waiting: string[] = [];
  private line = 0;

  constructor(private readonly reading: Reading) {}

  /** @param text the next piece */
  *add(text: string): Generator<ListRecord> {
    const lines = text.split(this.reading.lineEnd);
    lines[0] = this.rest + lines[0]!;
    this.rest = lines.pop()!;
    for (const line of lines) yield* this.take(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (this.rest.length <= READING_LIMITS.lineLength) return;
    this.isTooLong = true;
    this.rest = this.rest.slice(0, READING_LIMITS.shownLength);
  }

  *end(): Generator<ListRecord> {
    if (this.rest !== '') yield* this.take(this.rest);
    this.rest = '';
    yield* this.read(true);
  }

  private *take(line: string): Generator<ListRecord> {
    if (this.isTooLong || line.length > READING_LIMITS.lineLength) {
      this.isTooLong = false;
      yield* this.read(true);
      this.line += 1;
      const text = line.slice(0, READING_LIMITS.shownLength);
      yield { line: this.line, fields: [], text, problem: 'line_too_long' };
      return;
    }
    if (this.waiting.length === 0 && !line.includes('"')) {
      this.line += 1;
      yield { line: this.line, fields: line.split(this.reading.separator, this.reading.mostColumns), text: line };
      return;
    }
    this.waiting.push(line);
    yield* this.read(false);
  }

  /** Reads what waits. @param isAll nothing follows, so that no quoted field goes on */
  private *read(isAll: boolean): Generator<ListRecord> {
    while (this.waiting.length > 0) {
      const record = this.joined();
      const mayGoOn = !isAll && this.waiting.length < READING_LIMITS.quotedLines;
      if (!record && mayGoOn) return;
      this.line += 1;
      const [first = ''] = this.waiting;
      if (record) {
        yield { line: this.line, fields: record.fields, text: record.text };
        this.line += record.lines - 1;
      } else {
        yield { line: this.line, fields: [], text: first, problem: 'quote_unclosed' };
      }
      this.waiting.splice(0, record?.lines ?? 1);
    }
  }

  /** A record of the first waiting lines, as few as make one. */
  private joined(): { fields: string[]; text: string; lines: number } | undefined {
    const { leastColumns } = this.reading;
    for (let lines = 1; lines <= this.waiting.length; lines += 1) {
      const text = this.waiting.slice(0, lines).join('\n');
      if (text.length > READING_LIMITS.lineLength) return undefined;
      const fields = quotedFields(text, this.reading);
      if (fields && (lines === 1 || fields.length >= leastColumns)) return { fields, text, lines };
    }
    return undefined;
  }
}

/** @returns undefined where a quoted field does not end */
function quotedFields(text: string, { separator, mostColumns }: Reading): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? endOfQuoted(text, at, separator) : text.indexOf(separator, at);
    if (isQuoted && end < 0) return undefined;
    const until = end < 0 ? text.length : end;
    // A record ends with its line but for what is quoted.
    if (!isQuoted && text.slice(at, until).includes('\n')) return undefined;
    if (fields.length < mostColumns) {
      const raw = text.slice(at, until);
      fields.push(isQuoted ? raw.slice(1, raw.lastIndexOf('"')).replaceAll('""', '"') : raw);
    }
    at = until + 1;
  }
  return fields;
}

/**
 * A quote ends a field before a separator or the end of the line; any other is one that somebody did not double. A field that goes over
 * lines has none of those: there a quote that nobody closed met those of a later line.
 */
function endOfQuoted(text: string, from: number, separator: string): number {
  let hasUndoubled = false;
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') {
      at += 1;
      continue;
    }
    let after = at + 1;
    while (text[after] === ' ') after += 1;
    if (after >= text.length || text[after] === separator)
      return hasUndoubled && text.slice(from, after).includes('\n') ? -1 : after;
    hasUndoubled = true;
  }
  return -1;
}
