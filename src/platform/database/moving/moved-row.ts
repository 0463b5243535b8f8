import { createHash } from 'node:crypto';

/** A value as both engines write it: digits, an instant, or bytes; null = none. */
export type MovedValue = string | Buffer | null;
/** By the name of the column. */
export type MovedRow = Map<string, MovedValue>;

/** How a table's rows differ on the other side from what they are here. */
export interface MovingRules {
  /** Tables whose rows stay behind. */
  leftOut: string[];
  /** Changes a row before it is copied, by table. */
  change: Record<string, (row: MovedRow) => void>;
}

export interface MovedColumn {
  name: string;
  /** Of the server: `int`, `datetime`, `varchar` … */
  type: string;
}

const DIGEST_BYTES = 32;

/** As the embedded database keeps it → as the server shows it. */
export function movedValue(value: unknown, { type }: MovedColumn): MovedValue {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return type === 'datetime' ? instant(Buffer.from(value)) : Buffer.from(value);
  return String(value);
}

/** Texts and bytes are taken as the bytes that they are: nothing is decoded, cut or padded on the way. */
export function isTakenAsBytes({ type }: MovedColumn): boolean {
  return !/int$|^double$|^float$|^decimal$/.test(type);
}

/** `2026-11-24 06:15:00.123`, always with milliseconds. */
function instant(text: Buffer): string {
  const [seconds = '', fraction = ''] = text.toString().split('.');
  return `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
}

/** What all rows of a table come to, whatever their sequence. */
export class TableDigest {
  count = 0;
  private readonly sum = Buffer.alloc(DIGEST_BYTES);

  /** @param values in the sequence of the columns */
  add(values: Iterable<MovedValue>): void {
    const hash = createHash('sha256');
    for (const value of values) {
      const bytes = value === null ? undefined : Buffer.from(value as Buffer);
      hash.update(bytes ? `${bytes.length}:` : 'null:');
      if (bytes) hash.update(bytes);
    }
    const row = hash.digest();
    for (let index = 0; index < DIGEST_BYTES; index++) this.sum[index]! ^= row[index]!;
    this.count += 1;
  }

  toString(): string {
    return `${this.count} rows, ${this.sum.toString('hex')}`;
  }
}
