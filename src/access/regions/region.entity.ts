import { Column, Entity } from 'typeorm';
import { RowVersionColumn, CreatedRow } from '../../platform/sql/columns.js';

/** A branch of the shop. */
@Entity('regions')
export class Region extends CreatedRow {
  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** IANA name, e.g. `Europe/Moscow`. */
  @Column({ type: 'varchar', length: 64 })
  timeZone: string;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}
