import { ConfigurationPart } from '../../platform/configuration/configuration-snapshot.js';
import { OrderStatus } from './order-status.entity.js';

/** All statuses by id; there are some dozens. */
export type StatusDirectory = ReadonlyMap<number, OrderStatus>;

export const STATUS_DIRECTORY = new ConfigurationPart(async (manager) =>
  statusesById(await manager.find(OrderStatus, { order: { id: 'ASC' } })),
);

export function statusesById(statuses: OrderStatus[]): StatusDirectory {
  return new Map(statuses.map((status) => [status.id, status]));
}

/** The status that new items begin in. */
export function initialStatus(directory: StatusDirectory): OrderStatus {
  return [...directory.values()].find(({ isInitial }) => isInitial)!;
}
