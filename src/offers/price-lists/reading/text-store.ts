import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { errorDetail } from '../../../platform/error-texts.js';
import { READING_LIMITS } from './reading-limits.js';
import { UnreadableFile } from './unreadable-file.js';

const PIECE = 256 * 1_024;
/** Pieces that are held: rows mostly name texts one after the other. */
const KEPT_PIECES = 64;

/** Texts by number, any number of them: they lie on disk. */
export class TextStore {
  private readonly descriptor: number;
  /** Where each begins; the next one's beginning is its end. */
  private starts = new Float64Array(1_024);
  private count = 0;
  private bytes = 0;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private readonly pieces = new Map<number, Buffer>();

  constructor(file: string) {
    this.descriptor = openSync(file, 'wx+', 0o600);
  }

  /** @throws UnreadableFile */
  add(text: string): void {
    const bytes = Buffer.from(text);
    this.bytes += bytes.length;
    this.count += 1;
    if (this.bytes > READING_LIMITS.textBytes || this.count > READING_LIMITS.texts)
      throw new UnreadableFile(errorDetail('too_many_texts'));
    if (this.count >= this.starts.length) {
      const longer = new Float64Array(this.starts.length * 2);
      longer.set(this.starts);
      this.starts = longer;
    }
    this.starts[this.count] = this.bytes;
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    if (this.pendingBytes > PIECE) this.write();
  }

  /** "" for a number that none has. */
  get(index: number): string {
    if (!(index >= 0 && index < this.count)) return '';
    if (this.pendingBytes > 0) this.write();
    const [start, end] = [this.starts[index]!, this.starts[index + 1]!];
    const first = Math.floor(start / PIECE);
    const last = Math.floor(Math.max(end - 1, start) / PIECE);
    if (first === last) return this.piece(first).toString('utf8', start - first * PIECE, end - first * PIECE);
    const pieces = Array.from({ length: last - first + 1 }, (_, at) => this.piece(first + at));
    return Buffer.concat(pieces).toString('utf8', start - first * PIECE, end - first * PIECE);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private write(): void {
    const bytes = Buffer.concat(this.pending);
    for (let at = 0; at < bytes.length;) at += writeSync(this.descriptor, bytes, at);
    this.pending = [];
    this.pendingBytes = 0;
  }

  private piece(number: number): Buffer {
    const known = this.pieces.get(number);
    if (known) return known;
    const bytes = Buffer.alloc(PIECE);
    const read = readSync(this.descriptor, bytes, 0, PIECE, number * PIECE);
    const piece = bytes.subarray(0, read);
    if (this.pieces.size >= KEPT_PIECES) this.pieces.delete(this.pieces.keys().next().value!);
    this.pieces.set(number, piece);
    return piece;
  }
}
