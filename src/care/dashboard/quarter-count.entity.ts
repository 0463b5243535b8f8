import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, LargeColumn } from '../../platform/sql/columns.js';

/** What is counted by the day. */
export type CountedKind = 'external_orders' | 'deliveries';

/** By what is counted; how many rows as a number, an amount in minor units as its digits. */
export type Figures = Record<string, number | string>;

/** By region; 0 = in none. */
export type FiguresByRegion = Record<string, Figures>;

/** How many rows came to be in a quarter of an hour. */
@Entity('quarter_counts')
export class QuarterCount {
  @PrimaryColumn({ type: 'varchar', length: 16 })
  kind: CountedKind;

  /** Since 1970, UTC: days of all time zones begin at one. */
  @PrimaryColumn({ type: 'int' })
  quarter: number;

  /** Null = to be counted. */
  @LargeColumn('largeJson', { nullable: true })
  counts: FiguresByRegion | null;

  /** Times that a counted row changed: two nodes of a cluster cannot both write the row without one of them noticing. */
  @Column({ type: 'int' })
  changes: number;

  /** Whoever changes a row of this quarter after then finds this one. */
  @InstantColumn()
  since: Date;
}
