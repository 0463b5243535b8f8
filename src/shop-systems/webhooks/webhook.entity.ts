import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, RowVersionColumn } from '../../platform/sql/columns.js';
import type { WebhookEventName } from './webhook.js';

/** An address of the shop's own that is told what happens. Its messages refer to it, so it is marked when deleted. */
@Entity('webhooks')
export class Webhook {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'varchar', length: 500 })
  url: string;

  @Column({ type: 'simple-json' })
  events: WebhookEventName[];

  @Column({ type: 'boolean' })
  isActive: boolean;

  /** Why the service itself switched it off; "" = it did not. */
  @Column({ type: 'varchar', length: 32 })
  disabledReason: '' | 'gone';

  /** What its messages are signed with. */
  @Column({ type: 'text' })
  secretSealed: string;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn({ nullable: true })
  deletedAt: Date | null;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}
