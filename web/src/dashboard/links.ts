import type { Schemas } from '../api/client';

/** The inbox with what came in on the days that are shown. */
export function listOf({ from, to }: Schemas['DashboardView'], filters: Record<string, string>): string {
  return `/external-orders?${new URLSearchParams({ ...filters, from, to })}`;
}
