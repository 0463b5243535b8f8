import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { Actor, limitToRegions } from '../../access/actor.js';
import type { GettzapMessageFilter } from './gettzap-message.dto.js';
import { GettzapMessage } from './gettzap-message.entity.js';

/** The messages that match and that the actor may see, as `message`. */
export function filteredMessages(
  manager: EntityManager,
  { outcome, connectionId, regionId, from, to }: GettzapMessageFilter,
  actor: Actor,
): SelectQueryBuilder<GettzapMessage> {
  const query = manager.createQueryBuilder(GettzapMessage, 'message');
  if (outcome) query.andWhere('message.outcome = :outcome', { outcome });
  if (connectionId !== undefined) query.andWhere('message.connectionId = :connectionId', { connectionId });
  if (regionId !== undefined) query.andWhere('message.regionId = :regionId', { regionId });
  if (from) query.andWhere('message.createdAt >= :from', { from });
  if (to) query.andWhere('message.createdAt < :to', { to });
  return limitToRegions(query, 'message.regionId', actor);
}
