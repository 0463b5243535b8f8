import { createParamDecorator, ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Actor, Role } from './actor.js';

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
