import type { Schemas } from '../api/client';

export type Delivery = Schemas['DeliveryPage']['data'][number];
export type DeliveryDetail =
  | Schemas['GettzapNotificationDetail']
  | Schemas['WebhookDeliveryDetail']
  | Schemas['EmailDeliveryDetail']
  | Schemas['PushDeliveryDetail'];

type PushChannel = Schemas['PushChannel'];

/** Orders are pushed by it, each to one kind of shop system. */
export function isPushed(channel: Delivery['channel']): channel is PushChannel {
  return channel === 'abcp' || channel === 'parts_soft';
}

export function isPush<Any extends Pick<Delivery, 'channel'>>(
  delivery: Any,
): delivery is Extract<Any, { channel: PushChannel }> {
  return isPushed(delivery.channel);
}
