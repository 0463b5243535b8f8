import type { DeliveryState } from './delivery.entity.js';

export interface ChangedDelivery {
  id: number;
  channel: string;
  laneKey: string;
  state: DeliveryState;
}

/** Something was recorded of deliveries: what became of a try, or that a person steers them. */
export class DeliveriesChanged {
  constructor(readonly deliveries: ChangedDelivery[]) {}
}
