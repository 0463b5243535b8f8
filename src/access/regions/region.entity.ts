import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, RowVersionColumn } from '../../platform/sql/columns.js';

/** A branch of the shop. */
@Entity('regions')
export class Region {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** IANA name, e.g. `Europe/Moscow`. */
  @Column({ type: 'varchar', length: 64 })
  timeZone: string;

  @InstantColumn()
  createdAt: Date;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}
