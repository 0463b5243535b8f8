import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { errorDetail } from '../../../platform/error-texts.js';
import { NumberList } from './number-list.js';
import { READING_LIMITS } from './reading-limits.js';
import { FileFailed } from './file-failed.js';

const PIECE = 256 * 1_024;
/** Pieces that are held: rows mostly name texts one after the other. */
const KEPT_PIECES = 64;

/** Texts by number, any number of them: they lie on disk. */
export class TextStore {
  private readonly descriptor: number;
  /** Where each begins; the next one's beginning is its end. */
  private readonly starts = new NumberList();
  private bytes = 0;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private readonly pieces = new Map<number, Buffer>();

  constructor(file: string) {
    this.descriptor = openSync(file, 'wx+', 0o600);
    this.starts.push(0);
  }

  /** @throws FileFailed */
  add(text: string): void {
    const bytes = Buffer.from(text);
    this.bytes += bytes.length;
    this.starts.push(this.bytes);
    if (this.bytes > READING_LIMITS.textBytes || this.starts.length > READING_LIMITS.texts + 1)
      throw new FileFailed(errorDetail('too_many_texts'));
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    if (this.pendingBytes > PIECE) this.write();
  }

  /** "" for a number that none has. */
  get(index: number): string {
    if (!(index >= 0 && index < this.starts.length - 1)) return '';
    if (this.pendingBytes > 0) this.write();
    const [start, end] = [this.starts.at(index), this.starts.at(index + 1)];
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
    writeFileSync(this.descriptor, Buffer.concat(this.pending));
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
