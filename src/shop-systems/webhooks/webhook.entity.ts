import { Column, Entity } from 'typeorm';
import { InstantColumn, RowVersionColumn, CreatedRow } from '../../platform/sql/columns.js';
import type { SealedColumn } from '../../platform/secrets/secret-box.js';

export const WEBHOOK_CHANNEL = 'webhook';
/** Of a message: its web-hook answered that there is no such address any more, and is switched off. */
export const GONE_REASON = 'rejected_410';

/** What the shop's own programs can be told. A test is sent whether it was asked for or not. */
export const WEBHOOK_EVENTS = [
  'external_order.received',
  'external_order.decided',
  'external_order.cancelled',
  'external_order.reopened',
  'order.items_status_changed',
  'order.status_reached',
  'webhook.test',
] as const;
export type WebhookEventName = (typeof WEBHOOK_EVENTS)[number];

/** `standard`: ids, as Standard Webhooks has it; `parts_soft`: the order as PARTS SOFT writes it. */
export const WEBHOOK_FORMATS = ['standard', 'parts_soft'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** What can be told in the shape of PARTS SOFT, which knows orders alone: how they come to be, and their statuses. */
export const ORDER_EVENTS: readonly WebhookEventName[] = [
  'external_order.decided',
  'order.items_status_changed',
  'order.status_reached',
];

/** The ids of what an event is about; a program reads the rest by the API, as it is then. */
export type WebhookData = Record<string, string | string[] | null>;

/** One message to a web-hook, as it is kept in its message and sent. */
export interface WebhookPayload {
  type: WebhookEventName;
  /** ISO 8601, UTC. */
  timestamp: string;
  data: WebhookData;
}

/** Tests of a web-hook wait for nothing but each other. */
export function testOrderingKeyOf(webhookId: number): string {
  return `${webhookId}:test`;
}

/** Messages about one external order reach one web-hook in the order in which they happened. */
export function orderingKeyOf(webhookId: number, externalOrderId: number): string {
  return `${webhookId}:${externalOrderId}`;
}

/** An address of the shop's own that is told what happens. Its messages refer to it, so it is marked when deleted. */
@Entity('webhooks')
export class Webhook extends CreatedRow {
  @Column({ type: 'varchar', length: 500 })
  url: string;

  @Column({ type: 'simple-json' })
  events: WebhookEventName[];

  /** In what shape it is told. */
  @Column({ type: 'varchar', length: 16, default: 'standard' })
  format: WebhookFormat;

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
