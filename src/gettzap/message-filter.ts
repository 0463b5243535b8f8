import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { Actor, limitToRegions, seesAllRegions } from '../access/actor.js';
import type { GettzapMessageFilter } from './gettzap-message.dto.js';
import { GettzapMessage, MESSAGE_OUTCOMES } from './gettzap-message.entity.js';

/** The messages that match and that the actor may see, as `message`. */
export function filteredMessages(
  manager: EntityManager,
  { outcome, connectionId, regionId, from, to }: GettzapMessageFilter,
  actor: Actor,
): SelectQueryBuilder<GettzapMessage> {
  const query = manager.createQueryBuilder(GettzapMessage, 'message');
  // The index goes by the outcome first: with all of them it serves a region, too.
  const outcomes = outcome ? [outcome] : regionId === undefined && seesAllRegions(actor) ? undefined : MESSAGE_OUTCOMES;
  if (outcomes) query.andWhere('message.outcome IN (:...outcomes)', { outcomes });
  if (connectionId !== undefined) query.andWhere('message.connectionId = :connectionId', { connectionId });
  if (regionId !== undefined) query.andWhere('message.regionId = :regionId', { regionId });
  if (from) query.andWhere('message.createdAt >= :from', { from });
  if (to) query.andWhere('message.createdAt < :to', { to });
  return limitToRegions(query, 'message.regionId', actor);
}
