import { Column, Entity } from 'typeorm';
import { InstantColumn, RowVersionColumn, CreatedRow } from '../../platform/sql/columns.js';
import type { WebhookEventName } from './webhook.js';
import type { SealedColumn } from '../../platform/secrets/secret-box.js';

/** An address of the shop's own that is told what happens. Its messages refer to it, so it is marked when deleted. */
@Entity('webhooks')
export class Webhook extends CreatedRow {
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

  @InstantColumn({ nullable: true })
  deletedAt: Date | null;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}

/** Where the secret of a web-hook is bound to. */
export function secretPlaceOf({ id }: { id: number }): string {
  return `webhooks:${id}:secret`;
}

export const WEBHOOK_SEALED_COLUMNS: SealedColumn<Webhook>[] = [
  { entity: Webhook, column: 'secretSealed', placeOf: secretPlaceOf },
];
