import type { ExternalOrderState } from '../../orders/external-orders/external-order-state.js';

/** Answer to a message that was taken in. */
export class ReceivedView {
  result: 'ok';
  externalOrderId: string;
  state: ExternalOrderState;
  /** It had come before and changed nothing. */
  duplicate: boolean;
}
