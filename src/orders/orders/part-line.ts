import { Column } from 'typeorm';
import { ComputedColumn, MinorUnitsColumn } from '../../platform/sql/columns.js';
import { BARE_NUMBER } from './part-number-search.js';

/** So many pieces of one part, as a position and the item made from it both have it. */
export abstract class PartLine {
  @Column({ type: 'varchar', length: 255 })
  brand: string;

  /** The manufacturer's part number (OEM). */
  @Column({ type: 'varchar', length: 255 })
  number: string;

  /** Without its separators. */
  @ComputedColumn(BARE_NUMBER)
  readonly numberBare?: string;

  @Column({ type: 'varchar', length: 1000 })
  name: string;

  @Column({ type: 'int' })
  quantity: number;

  /** For one piece. */
  @MinorUnitsColumn()
  priceMinor: number;

  /** The buyer's. */
  @Column({ type: 'text' })
  comment: string;
}

/** The fields of a part line alone. */
export function partLineOf({ brand, number, name, quantity, priceMinor, comment }: PartLine): PartLine {
  return { brand, number, name, quantity, priceMinor, comment };
}
