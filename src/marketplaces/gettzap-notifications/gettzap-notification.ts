export const GETTZAP_CHANNEL = 'gettzap';

export const NOTIFICATION_KINDS = [
  'order_accepted',
  'order_refused',
  'position_accepted',
  'position_refused',
  'item_status',
  'order_status',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Why a real change was not told, or a message was withdrawn. */
export type NotificationReason =
  | 'no_status_configured'
  | 'caused_by_gettzap'
  | 'no_external_id'
  | 'cancelled_by_client';

/** What a GettZap notification says, as it is kept in its message. */
export interface NotificationPayload {
  /** The order's id at GettZap. */
  externalId: string;
  /** The position's id at GettZap; null = the whole order. */
  positionExternalId: string | null;
  status: string;
  /** The comment. */
  text: string;
  /** Pieces, where fewer are meant than the buyer ordered of the position; null otherwise. */
  quantity: number | null;
  /** ISO 8601, UTC. */
  occurredAt: string;
  externalOrderId: number;
  orderId: number | null;
  /** Null = about the whole order. */
  positionId: number | null;
}
