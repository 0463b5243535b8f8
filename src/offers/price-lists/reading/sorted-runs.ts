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

/** Of sorted sequences, by a heap of what each has next. */
function* merge(runs: Array<Generator<ListedRow>>): Generator<ListedRow> {
  const heap: Array<{ row: ListedRow; run: Generator<ListedRow> }> = [];
  const isBefore = (one: number, other: number) => compareRows(heap[one]!.row, heap[other]!.row) < 0;
  const sink = (from: number): void => {
    for (let at = from; ;) {
      const left = 2 * at + 1;
      let least = at;
      for (const child of [left, left + 1]) if (child < heap.length && isBefore(child, least)) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  };
  for (const run of runs) {
    const { value, done } = run.next();
    if (!done) heap.push({ row: value, run });
  }
  for (let at = heap.length >> 1; at >= 0; at -= 1) sink(at);
  while (heap.length > 0) {
    const top = heap[0]!;
    yield top.row;
    const { value, done } = top.run.next();
    if (done) {
      const last = heap.pop()!;
      if (heap.length > 0) heap[0] = last;
    } else {
      top.row = value;
    }
    sink(0);
  }
}
