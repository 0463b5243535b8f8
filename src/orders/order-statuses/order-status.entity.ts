import { Column, Entity } from 'typeorm';
import { RowVersionColumn, CreatedRow } from '../../platform/sql/columns.js';
import { ConfigurationPart } from '../../platform/configuration/configuration.service.js';

export const STATUS_GROUPS = ['processing', 'arrived', 'issued', 'refused', 'removed'] as const;
export type StatusGroup = (typeof STATUS_GROUPS)[number];

/** An item in one of these groups no longer counts for the order's passing into a status. */
export function isGivenUp(group: StatusGroup): boolean {
  return group === 'refused' || group === 'removed';
}

/** The id is a text, as in the API. */
export interface OverdueMove {
  kind: 'set_status';
  statusId: string;
}

/** An entry of the shop's status directory. */
@Entity('order_statuses')
export class OrderStatus extends CreatedRow {
  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 16 })
  group: StatusGroup;

  /** `#rrggbb`. */
  @Column({ type: 'varchar', length: 7 })
  color: string;

  /** Place in the directory, ascending. */
  @Column({ type: 'int' })
  position: number;

  /** New items begin in it; exactly one status has this. */
  @Column({ type: 'boolean' })
  isInitial: boolean;

  @Column({ type: 'boolean' })
  notifyManager: boolean;

  /** GettZap's status that is set when an item passes into this one; "" sends nothing. */
  @Column({ type: 'varchar', length: 255 })
  gettzapItemStatus: string;

  @Column({ type: 'text' })
  gettzapItemText: string;

  /** GettZap's status that is set when the whole order passes into this one; "" sends nothing. */
  @Column({ type: 'varchar', length: 255 })
  gettzapOrderStatus: string;

  @Column({ type: 'text' })
  gettzapOrderText: string;

  /** Minutes of work that an item may stay in it; null = as long as it likes. */
  @Column({ type: 'int', nullable: true })
  leaveMinutes: number | null;

  /** So many before the end of these managers are told; null = they are not. */
  @Column({ type: 'int', nullable: true })
  leaveWarnMinutes: number | null;

  /** What the service does with items that did not leave it in time; null = nothing. */
  @Column({ type: 'simple-json', nullable: true })
  onOverdue: OverdueMove | null;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}

/** All statuses by id; there are some dozens. */
export type StatusDirectory = ReadonlyMap<number, OrderStatus>;

export const STATUS_DIRECTORY = new ConfigurationPart(async (manager) =>
  statusesById(await manager.find(OrderStatus, { order: { id: 'ASC' } })),
);

/** Whether what passes from one status into the other is to be delivered since, or is not any more. */
export function changesDelivery(directory: StatusDirectory, fromId: number, toId: number): boolean {
  const [before, after] = [fromId, toId].map((id) => isGivenUp(directory.get(id)!.group));
  return before !== after;
}

export function statusesById(statuses: OrderStatus[]): StatusDirectory {
  return new Map(statuses.map((status) => [status.id, status]));
}

/** The status that new items begin in. */
export function initialStatus(directory: StatusDirectory): OrderStatus {
  return [...directory.values()].find(({ isInitial }) => isInitial)!;
}

/** Whether what is late in a status comes into another one in the end, past which it would go round for ever. */
export function leadsTo(statuses: OrderStatus[], fromId: number, toId: number): boolean {
  const byId = statusesById(statuses);
  const passed = new Set<number>();
  for (let id = fromId; !passed.has(id);) {
    if (id === toId) return true;
    passed.add(id);
    const next = byId.get(id)?.onOverdue;
    if (!next) return false;
    id = Number(next.statusId);
  }
  return false;
}
