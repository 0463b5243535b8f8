import { Brackets, EntityManager, In, SelectQueryBuilder } from 'typeorm';
import { Actor, limitToRegions } from '../access/actor.js';
import { beginningWith, isOneOf, search, SearchBounds } from '../platform/sql/indexed-search.js';
import { likeAnywhere } from '../platform/sql/search-text.js';
import { Delivery, DeliveryState } from './delivery.entity.js';
import { DeliveryLane } from './delivery-lane.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';

/** States as they are shown: one that waits in its lane is pending, one that failed before is retrying. */
export const SHOWN_STATES = ['pending', 'sending', 'retrying', 'delivered', 'dead', 'cancelled', 'skipped'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

/** What is kept for a shown state, where it is not the same. */
const STORED: Partial<Record<ShownState, DeliveryState[]>> = { pending: ['waiting', 'pending'], retrying: ['pending'] };

export interface DeliveryFilter {
  channel: string;
  actor: Actor;
  /** Any of these. */
  states?: ShownState[] | undefined;
  /** Any of these. */
  kinds?: string[] | undefined;
  regionId?: number | undefined;
  /** Any of these. */
  ids?: number[] | undefined;
  targetKey?: string | undefined;
  /** Any of these lanes. */
  laneKeys?: string[] | undefined;
  /** Part of what a person would search it by. */
  q?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

export function shownState({ state, triesMade }: Pick<Delivery, 'state' | 'triesMade'>): ShownState {
  if (state === 'waiting') return 'pending';
  return state === 'pending' && triesMade > 0 ? 'retrying' : state;
}

export interface FilteredDeliveries {
  query: SelectQueryBuilder<Delivery>;
  searched?: SearchBounds;
}

/** The deliveries that match and that the actor may see, as `delivery`. */
export async function filteredDeliveries(manager: EntityManager, filter: DeliveryFilter): Promise<FilteredDeliveries> {
  const { q } = filter;
  if (!q) return { query: await filteredOtherwise(manager, filter) };
  const list = await filteredOtherwise(manager, filter);
  const { ids, ...searched } = await search(
    () => list.clone(),
    'delivery.createdAt',
    (newest) => newest.andWhere(`delivery.subject LIKE :like ESCAPE '!'`, { like: likeAnywhere(q) }),
    () => beginningWith(manager, { entity: Delivery, column: 'subject', id: 'id', beginnings: [q] }),
  );
  return { query: list.andWhere(isOneOf('delivery.id', ids)), searched };
}

/** By all filters but the search. */
async function filteredOtherwise(
  manager: EntityManager,
  { channel, actor, states, kinds, regionId, ids, targetKey, laneKeys, from, to }: DeliveryFilter,
): Promise<SelectQueryBuilder<Delivery>> {
  const query = manager.createQueryBuilder(Delivery, 'delivery').where('delivery.channel = :channel', { channel });
  limitToRegions(query, 'delivery.regionId', actor);
  if (states) {
    const stored = [...new Set(states.flatMap((state) => STORED[state] ?? [state]))];
    // Said once more without an OR, which keeps the embedded database from its index.
    query.andWhere('delivery.state IN (:...stored)', { stored });
    query.andWhere(new Brackets((any) => states.forEach((state) => any.orWhere(asShown(state)))));
  }
  if (kinds) query.andWhere('delivery.kind IN (:...kinds)', { kinds });
  if (regionId !== undefined) query.andWhere('delivery.regionId = :regionId', { regionId });
  if (ids) query.andWhere('delivery.id IN (:...ids)', { ids });
  if (targetKey !== undefined) {
    const target = await manager.findOneBy(DeliveryTarget, { channel, key: targetKey });
    query.andWhere('delivery.targetId = :targetId', { targetId: target?.id ?? 0 });
  }
  if (laneKeys !== undefined) {
    const lanes = await manager.findBy(DeliveryLane, { channel, key: In(laneKeys) });
    query.andWhere('delivery.laneId IN (:...laneIds)', { laneIds: [0, ...lanes.map(({ id }) => id)] });
  }
  if (from) query.andWhere('delivery.createdAt >= :from', { from });
  if (to) query.andWhere('delivery.createdAt < :to', { to });
  return query;
}

function asShown(state: ShownState): Brackets {
  return new Brackets((where) => {
    if (state === 'retrying') where.where(`delivery.state = 'pending' AND delivery.triesMade > 0`);
    else if (state === 'pending')
      where.where(`delivery.state = 'waiting' OR (delivery.state = 'pending' AND delivery.triesMade = 0)`);
    else where.where(`delivery.state = '${state}'`);
  });
}
