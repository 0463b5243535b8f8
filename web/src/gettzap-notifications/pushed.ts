import type { Schemas } from '../api/client';
import type { Delivery } from './answer-in-words';

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
