import { Column, Entity, Index } from 'typeorm';
import { CreatedRow, InstantColumn } from '../../platform/sql/columns.js';

export type ProposalState = 'open' | 'accepted' | 'dismissed' | 'outdated';

/** What somebody did over there and a person has to decide about here: pieces of a position that are no longer in the document. */
@Entity('exchange_proposals')
@Index('exchange_proposals_state', ['exchangeId', 'state', 'createdAt', 'id'])
@Index('exchange_proposals_position', ['exchangeId', 'positionId'])
export class Proposal extends CreatedRow {
  @Column({ type: 'int' })
  exchangeId: number;

  @Index('exchange_proposals_order')
  @Column({ type: 'int' })
  orderId: number;

  @Column({ type: 'int' })
  regionId: number;

  @Column({ type: 'int' })
  positionId: number;

  /** Pieces that are to be refused. */
  @Column({ type: 'int' })
  quantity: number;

  /** Pieces that the document has left of the position. */
  @Column({ type: 'int' })
  leftQuantity: number;

  /** The buyer asks for it over there, nobody did it. */
  @Column({ type: 'boolean', default: false })
  isAskedByClient: boolean;

  /** The document's number over there. */
  @Column({ type: 'varchar', length: 255 })
  source: string;

  @Column({ type: 'varchar', length: 16 })
  state: ProposalState;

  @InstantColumn({ nullable: true })
  decidedAt: Date | null;

  /** Name of who decided; "" = nobody, or the service itself. */
  @Column({ type: 'varchar', length: 255 })
  decidedBy: string;
}
