import type { Schemas } from '../api/client';
import type { text } from './texts';

type Key = Parameters<typeof text>[0];

export type Webhook = Schemas['WebhookView'];
export type WebhookEvent = Webhook['events'][number];
export type WebhookState = Webhook['delivery'] | 'gone';

/** Those that can be asked for; a test is told in any case. */
export const CHOSEN_EVENTS: WebhookEvent[] = [
  'external_order.received',
  'external_order.decided',
  'external_order.cancelled',
  'external_order.reopened',
  'order.items_status_changed',
  'order.status_reached',
];

/** Of an order alone, which is all that can be told in PARTS SOFT's shape. */
const ORDER_EVENTS: WebhookEvent[] = ['external_order.decided', 'order.items_status_changed', 'order.status_reached'];

export type WebhookFormat = Webhook['format'];
export const FORMATS: WebhookFormat[] = ['standard', 'parts_soft'];

export function eventsIn(format: WebhookFormat): WebhookEvent[] {
  return format === 'standard' ? CHOSEN_EVENTS : ORDER_EVENTS;
}

export function stateOf({ delivery, disabledReason }: Webhook): WebhookState {
  return disabledReason || delivery;
}

/** Dots lead down in the tree of texts. */
export function eventKey(event: WebhookEvent): Key {
  return `event.${event.replace('.', '_')}` as Key;
}

export function deliveriesOf({ id }: Webhook): string {
  return `/gettzap-notifications?channel=webhook&webhookId=${id}`;
}
