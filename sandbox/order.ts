/** An order in the words of contract v1, which is this project's own: GettZap publishes no reference. */
export type Id = string | number;

export interface Customer {
  name: string;
  phone: string;
  email: string;
  [extra: string]: unknown;
}

export interface Delivery {
  type: string;
  address: string;
  [extra: string]: unknown;
}

export interface Position {
  id: Id;
  brand: string;
  number: string;
  name: string;
  quantity: number;
  price: string | number;
  delivery_days: number;
  comment: string;
  [extra: string]: unknown;
}

export interface Order {
  id: Id;
  created_at: string;
  comment: string;
  vin: string;
  customer: Customer;
  delivery: Delivery;
  positions: Position[];
  [extra: string]: unknown;
}

/** What a caller wants to fix in an order; the factory fills in the rest. */
export interface PartialOrder {
  id?: Id;
  created_at?: string;
  comment?: string;
  vin?: string;
  customer?: Partial<Customer>;
  delivery?: Partial<Delivery>;
  positions?: Partial<Position>[];
  [extra: string]: unknown;
}

export interface OrderChange extends PartialOrder {
  removePositions?: { id: Id }[];
}

export interface Cancellation {
  positions?: { id: Id }[];
  reason?: string;
}

/** Fields that are named replace the old ones; positions are matched by id, and an unknown id is a new position. */
export function changeOrder(
  order: Order,
  change: OrderChange,
  complete: (position: Partial<Position>, id: Id) => Position,
): Order {
  const { id: _id, positions = [], removePositions = [], customer, delivery, ...fields } = change;
  const removed = new Set(removePositions.map((position) => String(position.id)));
  const kept = order.positions.filter((position) => !removed.has(String(position.id)));
  const changed = kept.map((position) => {
    const wanted = positions.find((candidate) => String(candidate.id) === String(position.id));
    return wanted ? ({ ...position, ...wanted, id: position.id } as Position) : position;
  });
  const known = new Set(kept.map((position) => String(position.id)));
  for (const wanted of positions) {
    if (wanted.id !== undefined && known.has(String(wanted.id))) continue;
    changed.push(complete(wanted, nextPositionId(changed)));
  }
  return {
    ...order,
    ...fields,
    customer: { ...order.customer, ...customer } as Customer,
    delivery: { ...order.delivery, ...delivery } as Delivery,
    positions: changed,
  };
}

export function nextPositionId(positions: { id?: Id }[], from = positions.length + 1): string {
  const taken = new Set(positions.map((position) => String(position.id)));
  let next = from;
  while (taken.has(String(next))) next += 1;
  return String(next);
}
