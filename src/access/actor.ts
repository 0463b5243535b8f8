import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { createParamDecorator, ExecutionContext, SetMetadata } from '@nestjs/common';
import { isEmbedded } from '../platform/sql/engine.js';
import { ForbiddenError, NotFoundError } from '../platform/errors.js';

export const ROLES = ['admin', 'manager', 'external_orders', 'observer'] as const;
export type Role = (typeof ROLES)[number];

/** Regions that a user or a key may be limited to. */
export const MAX_REGIONS_OF_ONE = 1_000;

/** Who does something: a signed-in user, or one of the shop's programs with an API key. */
export interface Actor {
  /** Null for an API key. */
  userId: number | null;
  apiKeyId: number | null;
  /** "" for an API key. */
  email: string;
  name: string;
  roles: Role[];
  /** Empty = all regions. */
  regionIds: number[];
}

/** The service itself, where it sets something up as an administrator would. */
export const THE_SERVICE: Actor = {
  userId: null,
  apiKeyId: null,
  email: '',
  name: 'partsdesk',
  roles: ['admin'],
  regionIds: [],
};

/** Whose own things are meant. @param what belongs to people @throws ForbiddenError for an API key: it is nobody */
export function userIdOf({ userId }: Pick<Actor, 'userId'>, what: string): number {
  if (userId === null) throw new ForbiddenError('no_user', `${what} belong to people, not to API keys.`);
  return userId;
}

type Seeing = Pick<Actor, 'regionIds'>;

export function seesAllRegions(actor: Seeing): boolean {
  return actor.regionIds.length === 0;
}

/** What lies in another region does not exist for the actor; what lies in none is seen by those who see all. */
export function seesRegion(actor: Seeing, regionId: number | null): boolean {
  return seesAllRegions(actor) || (regionId !== null && actor.regionIds.includes(regionId));
}

/** Lets a thing through that the actor may see. @throws NotFoundError for one that is not there or lies in another region */
export function visibleTo<T extends { regionId: number | null }>(actor: Actor, thing: T | null, what: string): T {
  if (!thing || !seesRegion(actor, thing.regionId)) throw new NotFoundError(what);
  return thing;
}

/** Leaves other regions' rows out of a query. @param column e.g. `order.regionId` */
export function limitToRegions<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  column: string,
  actor: Actor,
): SelectQueryBuilder<T> {
  if (seesAllRegions(actor)) return query;
  if (actor.regionIds.length > 1 && isEmbedded(query.connection)) {
    // It would gather and sort all rows of these regions, which are most; so it goes through them in the list's order.
    column = `0 + ${column}`;
  }
  return query.andWhere(`${column} IN (:...visibleRegionIds)`, { visibleRegionIds: actor.regionIds });
}

export const ALLOWED_ROLES = Symbol('allowedRoles');
export const PUBLIC = Symbol('public');
export const FOR_ALL_REGIONS = Symbol('forAllRegions');

/** Roles that may call this besides the administrator; without it only the administrator may. */
export const Allow = (...roles: Role[]) => SetMetadata(ALLOWED_ROLES, roles);

/** Reaches into all regions, so that who is limited to some may not call it. */
export const ForAllRegions = () => SetMetadata(FOR_ALL_REGIONS, true);

/** Every signed-in user may call this. */
export const AllowSignedIn = () => Allow('manager', 'external_orders', 'observer');

/** Needs no identity at all. */
export const Public = () => SetMetadata(PUBLIC, true);

/** The identity that the guard found. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor => context.switchToHttp().getRequest().actor,
);
