export const STATUS_GROUPS = ['processing', 'arrived', 'issued', 'refused', 'removed'] as const;
export type StatusGroup = (typeof STATUS_GROUPS)[number];

/** An item in one of these groups no longer counts for the order's passing into a status. */
export function isGivenUp(group: StatusGroup): boolean {
  return group === 'refused' || group === 'removed';
}
