import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListedRow } from './reading-protocol.js';

/** Rows that are held in memory at a time. */
const ROWS_IN_MEMORY = 50_000;
const BYTES_AT_ONCE = 128 * 1_024;
const NEW_LINE = 10;

/** By the bytes of their UTF-8, as both databases sort keys; by units of UTF-16, as JavaScript does, rare letters come elsewhere. */
export function compareKeys(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

/** Halves of surrogate pairs stand for what lies above all other letters. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function compareRows(one: ListedRow, other: ListedRow): number {
  return compareKeys(one[0], other[0]) || one[1] - other[1];
}

/** Sorts any number of rows: what does not fit into memory lies in sorted files, which are merged. */
export class SortedRuns {
  private rows: ListedRow[] = [];
  private readonly files: string[] = [];

  constructor(
    private readonly folder: string,
    private readonly inMemory = ROWS_IN_MEMORY,
  ) {}

  add(row: ListedRow): void {
    this.rows.push(row);
    if (this.rows.length === this.inMemory) this.store();
  }

  /** All of them, in order; once. */
  *sorted(): Generator<ListedRow> {
    this.rows.sort(compareRows);
    if (this.files.length === 0) return yield* this.rows;
    if (this.rows.length > 0) this.store();
    yield* merge(this.files.map(readRun));
  }

  private store(): void {
    this.rows.sort(compareRows);
    const file = join(this.folder, `run-${this.files.length}`);
    const descriptor = openSync(file, 'wx', 0o600);
    let text = '';
    for (const row of this.rows) {
      text += `${JSON.stringify(row)}\n`;
      if (text.length < BYTES_AT_ONCE) continue;
      writeFileSync(descriptor, text);
      text = '';
    }
    writeFileSync(descriptor, text);
    closeSync(descriptor);
    this.files.push(file);
    this.rows = [];
  }
}

function* readRun(file: string): Generator<ListedRow> {
  const descriptor = openSync(file, 'r');
  try {
    let rest = Buffer.alloc(0);
    const piece = Buffer.alloc(BYTES_AT_ONCE);
    for (;;) {
      const read = readSync(descriptor, piece);
      if (read === 0) return;
      const bytes = Buffer.concat([rest, piece.subarray(0, read)]);
      const end = bytes.lastIndexOf(NEW_LINE);
      for (const line of bytes.toString('utf8', 0, Math.max(end, 0)).split('\n'))
        if (line !== '') yield JSON.parse(line) as ListedRow;
      rest = bytes.subarray(end + 1);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Of sorted sequences, two by two. */
function* merge(runs: Array<Generator<ListedRow>>): Generator<ListedRow> {
  if (runs.length === 1) return yield* runs[0]!;
  const half = runs.length >> 1;
  const [first, second] = [merge(runs.slice(0, half)), merge(runs.slice(half))];
  let [one, other] = [first.next(), second.next()];
  while (!one.done || !other.done) {
    if (other.done || (!one.done && compareRows(one.value, other.value) < 0)) {
      yield one.value as ListedRow;
      one = first.next();
    } else {
      yield other.value;
      other = second.next();
    }
  }
}
