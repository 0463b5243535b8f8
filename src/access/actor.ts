export const ROLES = ['admin', 'manager', 'external_orders', 'observer'] as const;
export type Role = (typeof ROLES)[number];

/** Who does something: a signed-in user. */
export interface Actor {
  userId: number;
  email: string;
  name: string;
  roles: Role[];
  /** Empty = all regions. */
  regionIds: number[];
}
