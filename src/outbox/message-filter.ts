import { Brackets, EntityManager, In, SelectQueryBuilder } from 'typeorm';
import { Actor, limitToRegions } from '../access/actor.js';
import { Listed, beginningWith, search, likeAnywhere } from '../platform/sql/indexed-search.js';
import { OutboxMessage, MessageState, OrderingKey, Endpoint, UNSENT } from './outbox-message.entity.js';

/** States as they are shown: one that waits in its ordering key is pending, one that failed before is retrying. */
export const SHOWN_STATES = ['pending', 'sending', 'retrying', 'delivered', 'dead', 'cancelled', 'skipped'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

/** What is kept for a shown state, where it is not the same. */
const STORED: Partial<Record<ShownState, MessageState[]>> = { pending: UNSENT, retrying: ['pending'] };

export interface MessageFilter {
  channel: string;
  actor: Actor;
  /** Any of these. */
  state?: ShownState[];
  /** Any of these. */
  kind?: string[];
  regionId?: number;
  /** Any of these. */
  ids?: number[];
  endpointKey?: string;
  /** Any of these ordering keys. */
  orderingKeys?: string[];
  /** Part of what a person would search it by. */
  q?: string;
  from?: Date;
  to?: Date;
}

export function shownState({ state, attempts }: Pick<OutboxMessage, 'state' | 'attempts'>): ShownState {
  if (state === 'waiting') return 'pending';
  return state === 'pending' && attempts > 0 ? 'retrying' : state;
}

/** The messages that match and that the actor may see, as `message`. */
export async function filteredMessages(manager: EntityManager, filter: MessageFilter): Promise<Listed<OutboxMessage>> {
  const { q } = filter;
  const list = await filteredOtherwise(manager, filter);
  if (!q) return { query: list };
  return search(
    () => list.clone(),
    'message.createdAt',
    (newest) => {
      newest.setParameter('like', likeAnywhere(q));
      return `message.subject LIKE :like ESCAPE '!'`;
    },
    () => beginningWith(manager, [{ entity: OutboxMessage, column: 'subject', id: 'id', beginnings: [q] }]),
  );
}

/** By all filters but the search. */
async function filteredOtherwise(
  manager: EntityManager,
  { channel, actor, state, kind, regionId, ids, endpointKey, orderingKeys, from, to }: MessageFilter,
): Promise<SelectQueryBuilder<OutboxMessage>> {
  const query = manager.createQueryBuilder(OutboxMessage, 'message').where('message.channel = :channel', { channel });
  limitToRegions(query, 'message.regionId', actor);
  if (state) {
    const stored = [...new Set(state.flatMap((each) => STORED[each] ?? [each]))];
    // Said once more without an OR, which keeps the embedded database from its index.
    query.andWhere('message.state IN (:...stored)', { stored });
    query.andWhere(new Brackets((any) => state.forEach((each) => any.orWhere(asShown(each)))));
  }
  if (kind) query.andWhere('message.kind IN (:...kind)', { kind });
  if (regionId !== undefined) query.andWhere('message.regionId = :regionId', { regionId });
  if (ids) query.andWhere('message.id IN (:...ids)', { ids });
  if (endpointKey !== undefined) {
    const endpoint = await manager.findOneBy(Endpoint, { channel, key: endpointKey });
    query.andWhere('message.endpointId = :endpointId', { endpointId: endpoint?.id ?? 0 });
  }
  if (orderingKeys !== undefined) {
    const rows = await manager.findBy(OrderingKey, { channel, key: In(orderingKeys) });
    query.andWhere('message.orderingKeyId IN (:...orderingKeyIds)', {
      orderingKeyIds: [0, ...rows.map(({ id }) => id)],
    });
  }
  if (from) query.andWhere('message.createdAt >= :from', { from });
  if (to) query.andWhere('message.createdAt < :to', { to });
  return query;
}

function asShown(state: ShownState): Brackets {
  return new Brackets((where) => {
    if (state === 'retrying') where.where(`message.state = 'pending' AND message.attempts > 0`);
    else if (state === 'pending')
      where.where(`message.state = 'waiting' OR (message.state = 'pending' AND message.attempts = 0)`);
    else where.where(`message.state = '${state}'`);
  });
}
