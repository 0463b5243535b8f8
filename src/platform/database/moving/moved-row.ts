import { createHash } from 'node:crypto';

/**
 * A row as both engines write it by themselves, and as it stands in an INSERT: digits, instants and bytes as hexadecimal digits, with
 * commas between them. Nothing is decoded, cut or padded on the way, and one value a row costs a fraction of one a column.
 */
export type MovedRow = string;

/** How a table's rows differ on the other side from what they are here. */
export interface MovingRules {
  /** Tables whose rows stay behind. */
  leftOut: string[];
  /** What is copied in the place of a column: SQL of the embedded database, by table and column. */
  change: Record<string, Record<string, string>>;
}

export interface MovedColumn {
  name: string;
  /** Of the server: `int`, `datetime`, `varchar` … */
  type: string;
}

/** SQL that writes a row. @param changed what is written in the place of a column, by its name */
export function embeddedRow(columns: MovedColumn[], changed: Record<string, string> = {}): string {
  const written = columns.map(({ name, type }) => {
    const value = `(${changed[name] ?? `"${name}"`})`;
    const literals: Record<Kind, string> = {
      number: value,
      // Always with milliseconds.
      instant: `'''' || SUBSTR(${value} || CASE INSTR(${value}, '.') WHEN 0 THEN '.000' ELSE '000' END, 1, 23) || ''''`,
      bytes: `'X''' || HEX(${value}) || ''''`,
    };
    return `CASE WHEN ${value} IS NULL THEN 'NULL' ELSE ${literals[kindOf(type)]} END`;
  });
  return written.join(` || ',' || `);
}

/** As `embeddedRow`. */
export function serverRow(columns: MovedColumn[]): string {
  const written = columns.map(({ name, type }) => {
    const literals: Record<Kind, string> = {
      number: `\`${name}\``,
      instant: `CONCAT('''', \`${name}\`, '''')`,
      bytes: `CONCAT('X''', HEX(\`${name}\`), '''')`,
    };
    return `COALESCE(${literals[kindOf(type)]}, 'NULL')`;
  });
  return `CONCAT_WS(',', ${written.join(', ')})`;
}

type Kind = 'number' | 'instant' | 'bytes';

function kindOf(type: string): Kind {
  // The engines write them with different digits.
  if (/^(double|float|decimal)$/.test(type)) throw new Error(`A column of type ${type} cannot be moved.`);
  if (/int$/.test(type)) return 'number';
  return type === 'datetime' ? 'instant' : 'bytes';
}

const DIGEST_BYTES = 32;

/** What all rows of a table come to, whatever their sequence. */
export class TableDigest {
  count = 0;
  private readonly sum = Buffer.alloc(DIGEST_BYTES);

  add(row: MovedRow | Buffer): void {
    const hash = createHash('sha256').update(row).digest();
    for (let index = 0; index < DIGEST_BYTES; index++) this.sum[index]! ^= hash[index]!;
    this.count += 1;
  }

  toString(): string {
    return `${this.count} rows, ${this.sum.toString('hex')}`;
  }
}
