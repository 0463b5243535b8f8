import { Column, Entity } from 'typeorm';
import { CreatedRow } from '../../platform/sql/columns.js';

export const LIVE_EVENT_NAMES = [
  'external-order.received',
  'external-order.changed',
  'order.changed',
  'delivery.changed',
  'manager-notification',
  // For the service alone: whoever listens by this user or API key is looked up again.
  'access.changed',
] as const;
export type LiveEventName = (typeof LIVE_EVENT_NAMES)[number];

/** One thing that open browsers are told of: which kind of thing changed, and its id. Kept for about an hour. */
@Entity('events')
export class LiveEvent extends CreatedRow {
  @Column({ type: 'varchar', length: 32 })
  name: LiveEventName;

  /** Id of what changed. */
  @Column({ type: 'int' })
  subjectId: number;

  /** Where it lies; null = in no region. */
  @Column({ type: 'int', nullable: true })
  regionId: number | null;

  /** The only user it is for; null = all who see the region. */
  @Column({ type: 'int', nullable: true })
  userId: number | null;
}
