import { Column, Entity } from 'typeorm';
import { RowVersionColumn, CreatedRow } from '../../platform/sql/columns.js';
import type { WorkCalendar } from './working-time.js';

/** A branch of the shop. */
@Entity('regions')
export class Region extends CreatedRow {
  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** IANA name, e.g. `Europe/Moscow`. */
  @Column({ type: 'varchar', length: 64 })
  timeZone: string;

  /** What stands on printed orders: "" = nothing. */
  @Column({ type: 'varchar', length: 255, default: '' })
  shopName: string;

  @Column({ type: 'varchar', length: 1000, default: '' })
  shopAddress: string;

  @Column({ type: 'varchar', length: 255, default: '' })
  shopPhone: string;

  /** null = it works around the clock. */
  @Column({ type: 'simple-json', nullable: true })
  workingHours: WorkCalendar | null;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}
