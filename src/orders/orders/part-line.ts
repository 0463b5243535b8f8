import { Column } from 'typeorm';
import { MinorUnitsColumn } from '../../platform/sql/columns.js';

/** So many pieces of one part, as a position and the item made from it both have it. */
export abstract class PartLine {
  @Column({ type: 'varchar', length: 255 })
  brand: string;

  /** The manufacturer's part number (OEM). */
  @Column({ type: 'varchar', length: 255 })
  number: string;

  @Column({ type: 'varchar', length: 1000 })
  name: string;

  @Column({ type: 'int' })
  quantity: number;

  /** For one piece. */
  @MinorUnitsColumn()
  priceMinor: number;

  /** As promised to the buyer; null = nothing was. */
  @Column({ type: 'int', nullable: true })
  deliveryDays: number | null;

  /** The buyer's. */
  @Column({ type: 'text' })
  comment: string;
}

/** The fields of a part line alone. */
export function partLineOf(line: PartLine): PartLine {
  const { brand, number, name, quantity, priceMinor, deliveryDays, comment } = line;
  return { brand, number, name, quantity, priceMinor, deliveryDays, comment };
}
