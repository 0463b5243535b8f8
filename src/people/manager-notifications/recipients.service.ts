import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Role } from '../../access/actor.js';
import { ActiveUsers } from '../../access/active-users.service.js';
import { Clock } from '../../platform/clock.js';
import { ChannelChoice, choicesOf, KindChoices, ManagerNotificationKind } from './manager-notification-kind.js';
import { ManagerNotificationSettings } from './manager-notification-settings.entity.js';

/** How long a change of users or settings made by another replica may go unnoticed. */
const KNOWN_FOR_MS = 2_000;

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

/** Knows who is told of what. Every received order asks, so the answer is kept for a moment. */
@Injectable()
export class Recipients {
  private known: Recipient[] | undefined;
  private knownAt = 0;

  constructor(
    private readonly users: ActiveUsers,
    private readonly clock: Clock,
  ) {}

  async all(manager: EntityManager): Promise<Recipient[]> {
    const readAt = this.clock.now().getTime();
    // A clock that was set back must not keep the answer alive.
    if (this.known && Math.abs(readAt - this.knownAt) < KNOWN_FOR_MS) return this.known;
    const users = await this.users.all(manager);
    const settings = await manager.find(ManagerNotificationSettings);
    const chosen = new Map(settings.map(({ userId, kinds }) => [userId, kinds]));
    const recipients = users.map(({ id, roles, regionIds }) => {
      return { userId: id, roles, regionIds, choices: choicesOf(chosen.get(id) ?? {}) };
    });
    this.known = recipients;
    this.knownAt = readAt;
    return recipients;
  }

  /** Settings were changed here. */
  forget(): void {
    this.known = undefined;
  }
}
