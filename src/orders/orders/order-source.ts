import { EntityManager, In } from 'typeorm';

/** What an external order says of who ordered, and how it gets to them. It is kept above this room, so it is asked for by its name. */
export interface OrderSource {
  id: number;
  customerName: string;
  customerPhone: string;
  customerEmail: string;
  deliveryType: string;
  deliveryAddress: string;
  comment: string;
  vin: string;
  /** Of all that was ordered. */
  totalMinor: number;
}

const COLUMNS = {
  id: true,
  customerName: true,
  customerPhone: true,
  customerEmail: true,
  deliveryType: true,
  deliveryAddress: true,
  comment: true,
  vin: true,
  totalMinor: true,
} as const;

/** The external orders that orders were made of, by id. */
export async function sourcesOf(manager: EntityManager, externalOrderIds: number[]): Promise<Map<number, OrderSource>> {
  if (externalOrderIds.length === 0) return new Map();
  const sources = await manager.find<OrderSource>('ExternalOrder', {
    select: COLUMNS,
    where: { id: In(externalOrderIds) },
  });
  return new Map(sources.map((source) => [source.id, source]));
}
