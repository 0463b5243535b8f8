import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { PartLine } from '../orders/part-line.js';
import { InstantColumn } from '../../platform/sql/columns.js';
import type { PositionState } from './external-order-state.js';

/** One line of an external order. */
@Entity('external_order_positions')
@Index('external_order_positions_number_bare', ['numberBare'])
@Index('external_order_positions_state', ['externalOrderId', 'isCurrent', 'state'])
export class ExternalOrderPosition extends PartLine {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'int' })
  externalOrderId: number;

  /** Order of the positions, from 0. */
  @Column({ type: 'int' })
  line: number;

  @Column({ type: 'varchar', length: 255 })
  externalId: string;

  @Column({ type: 'int' })
  acceptedQuantity: number;

  @Column({ type: 'int', nullable: true })
  deliveryDays: number | null;

  @Column({ type: 'varchar', length: 16 })
  state: PositionState;

  /** False for a cancellation that is kept although the current content does not name the position. */
  @Column({ type: 'boolean' })
  isCurrent: boolean;

  @InstantColumn({ nullable: true })
  decidedAt: Date | null;
}
