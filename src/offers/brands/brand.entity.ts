import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { CreatedRow, InstantColumn, RowVersionColumn } from '../../platform/sql/columns.js';
import { LONGEST_PART_KEY } from '../keys/part-key.js';

export const LONGEST_BRAND_NAME = 100;

/** A maker of parts. Two of its spellings name the same brand: the same number means the same part. */
@Entity('brands')
export class Brand extends CreatedRow {
  @Column({ type: 'varchar', length: LONGEST_BRAND_NAME })
  name: string;

  /** Raised by every change, of synonyms too, from 1. */
  @RowVersionColumn()
  version: number;
}

/** A spelling of a brand; its name is one, too. On a server the key is compared letter by letter (`utf8mb4_bin`). */
@Entity('brand_synonyms')
@Index('brand_synonyms_brand', ['brandId'])
export class BrandSynonym {
  /** `partKey` of the name. */
  @PrimaryColumn({ type: 'varchar', length: LONGEST_PART_KEY })
  key: string;

  @Column({ type: 'int' })
  brandId: number;

  /** As it was typed. */
  @Column({ type: 'varchar', length: LONGEST_BRAND_NAME })
  name: string;
}

/** A spelling that came in lists or orders and that no brand has. */
@Entity('unknown_brands')
export class UnknownBrand {
  @PrimaryColumn({ type: 'varchar', length: LONGEST_PART_KEY })
  key: string;

  /** As it came last. */
  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** Rows of lists and positions of orders that had it. */
  @Column({ type: 'int' })
  seen: number;

  @InstantColumn()
  lastSeenAt: Date;
}

/** How far brands of positions of external orders were looked at; one row. */
@Entity('brand_cursors')
export class BrandCursor {
  @PrimaryColumn({ type: 'int' })
  id: number;

  /** The last position that was. */
  @Column({ type: 'int' })
  countedTo: number;

  /** The last that there was at `seenAt`: below it none comes any more once the transactions of then are over. */
  @Column({ type: 'int' })
  seenTo: number;

  @InstantColumn()
  seenAt: Date;
}
