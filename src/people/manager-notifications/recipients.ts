import type { Role } from '../../access/actor.js';
import { User } from '../../access/user.entity.js';
import { ConfigurationPart } from '../../platform/configuration/configuration-snapshot.js';
import { ChannelChoice, choicesOf, KindChoices, ManagerNotificationKind } from './manager-notification-kind.js';
import { ManagerNotificationSettings } from './manager-notification-settings.entity.js';

/** Whom a message may reach. */
export interface Audience {
  kind: ManagerNotificationKind;
  /** Where the thing lies; null = in no region, seen by those who see all. */
  regionId: number | null;
  /** Undefined = every role may see the thing. */
  roles?: Role[] | undefined;
}

export interface Recipient {
  userId: number;
  roles: Role[];
  /** Empty = all regions. */
  regionIds: number[];
  choices: KindChoices;
}

/** Those who may see the thing and want to be told of it, with the channels they chose. */
export function reachedBy(recipients: Recipient[], audience: Audience): Array<{ userId: number } & ChannelChoice> {
  const { kind, regionId, roles } = audience;
  return recipients
    .filter((user) => user.roles.some((role) => !roles || roles.includes(role)))
    .filter(({ regionIds }) => regionIds.length === 0 || (regionId !== null && regionIds.includes(regionId)))
    .map(({ userId, choices }) => ({ userId, ...choices[kind] }))
    .filter(({ panel, email }) => panel || email);
}

/** Who may be told of something, with what they chose. */
export const RECIPIENTS = new ConfigurationPart(async (manager): Promise<Recipient[]> => {
  const [users, settings] = await Promise.all([
    manager.find(User, { where: { isActive: true }, order: { id: 'ASC' } }),
    manager.find(ManagerNotificationSettings),
  ]);
  const chosen = new Map(settings.map(({ userId, kinds }) => [userId, kinds]));
  return users.map(({ id, roles, regionIds }) => {
    return { userId: id, roles, regionIds, choices: choicesOf(chosen.get(id) ?? {}) };
  });
});
