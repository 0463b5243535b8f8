import type { Schemas } from '../api/client';

export type Me = Schemas['Me'];
export type Role = Me['roles'][number];

/** What a user may do beyond reading, by role; the administrator may everything. */
const ALLOWED = {
  decide: ['manager', 'external_orders'],
  workOrders: ['manager'],
  workDeliveries: ['manager'],
  readJournal: ['manager'],
  workExchanges: ['manager'],
  workPriceLists: ['manager', 'external_orders'],
  readRules: ['manager', 'external_orders'],
  readBrands: ['manager', 'external_orders'],
  changeBrands: ['manager'],
  administer: [],
  administerAll: [],
} satisfies Record<string, Role[]>;

export type Permission = keyof typeof ALLOWED;

/** Reaches into all regions, so that who is limited to some may not, an administrator either. */
const FOR_ALL_REGIONS: Permission[] = ['administerAll', 'changeBrands'];

export function may(me: Me, permission: Permission): boolean {
  if (FOR_ALL_REGIONS.includes(permission) && me.regionIds.length > 0) return false;
  const allowed: Role[] = ['admin', ...ALLOWED[permission]];
  return me.roles.some((role) => allowed.includes(role));
}
