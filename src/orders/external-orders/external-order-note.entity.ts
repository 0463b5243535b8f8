import { Column, Entity, Index } from 'typeorm';
import { CreatedRow } from '../../platform/sql/columns.js';

/** What somebody of the shop wrote about an external order, and so about its order. */
@Entity('external_order_notes')
export class ExternalOrderNote extends CreatedRow {
  @Index('external_order_notes_order')
  @Column({ type: 'int' })
  externalOrderId: number;

  /** Name of the user, or of the API key. */
  @Column({ type: 'varchar', length: 255 })
  author: string;

  @Column({ type: 'text' })
  text: string;
}
