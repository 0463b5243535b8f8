import { Brackets, EntityManager, In, SelectQueryBuilder } from 'typeorm';
import { Actor, limitToRegions } from '../access/actor.js';
import { beginningWith, isOneOf, search, SearchBounds } from '../platform/sql/indexed-search.js';
import { likeAnywhere } from '../platform/sql/search-text.js';
import { OutboxMessage, MessageState, OrderingKey } from './outbox-message.entity.js';
import { Endpoint } from './endpoint.entity.js';

/** States as they are shown: one that waits in its ordering key is pending, one that failed before is retrying. */
export const SHOWN_STATES = ['pending', 'sending', 'retrying', 'delivered', 'dead', 'cancelled', 'skipped'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

/** What is kept for a shown state, where it is not the same. */
const STORED: Partial<Record<ShownState, MessageState[]>> = { pending: ['waiting', 'pending'], retrying: ['pending'] };

export interface MessageFilter {
  channel: string;
  actor: Actor;
  /** Any of these. */
  states?: ShownState[] | undefined;
  /** Any of these. */
  kinds?: string[] | undefined;
  regionId?: number | undefined;
  /** Any of these. */
  ids?: number[] | undefined;
  endpointKey?: string | undefined;
  /** Any of these ordering keys. */
  orderingKeys?: string[] | undefined;
  /** Part of what a person would search it by. */
  q?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

export function shownState({ state, attempts }: Pick<OutboxMessage, 'state' | 'attempts'>): ShownState {
  if (state === 'waiting') return 'pending';
  return state === 'pending' && attempts > 0 ? 'retrying' : state;
}

export interface FilteredMessages {
  query: SelectQueryBuilder<OutboxMessage>;
  searched?: SearchBounds;
}

/** The messages that match and that the actor may see, as `message`. */
export async function filteredMessages(manager: EntityManager, filter: MessageFilter): Promise<FilteredMessages> {
  const { q } = filter;
  if (!q) return { query: await filteredOtherwise(manager, filter) };
  const list = await filteredOtherwise(manager, filter);
  const { ids, ...searched } = await search(
    () => list.clone(),
    'message.createdAt',
    (newest) => newest.andWhere(`message.subject LIKE :like ESCAPE '!'`, { like: likeAnywhere(q) }),
    () => beginningWith(manager, { entity: OutboxMessage, column: 'subject', id: 'id', beginnings: [q] }),
  );
  return { query: list.andWhere(isOneOf('message.id', ids)), searched };
}

/** By all filters but the search. */
async function filteredOtherwise(
  manager: EntityManager,
  { channel, actor, states, kinds, regionId, ids, endpointKey, orderingKeys, from, to }: MessageFilter,
): Promise<SelectQueryBuilder<OutboxMessage>> {
  const query = manager.createQueryBuilder(OutboxMessage, 'message').where('message.channel = :channel', { channel });
  limitToRegions(query, 'message.regionId', actor);
  if (states) {
    const stored = [...new Set(states.flatMap((state) => STORED[state] ?? [state]))];
    // Said once more without an OR, which keeps the embedded database from its index.
    query.andWhere('message.state IN (:...stored)', { stored });
    query.andWhere(new Brackets((any) => states.forEach((state) => any.orWhere(asShown(state)))));
  }
  if (kinds) query.andWhere('message.kind IN (:...kinds)', { kinds });
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
