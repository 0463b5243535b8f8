import type { RowTone } from '../shared/data-table';
import { type ExternalOrderState, isUndecided } from './list-query';

const MINUTE_MS = 60_000;
const WAITING_MINUTES = 15;
const LATE_MINUTES = 30;

/** How urgent a row is: by the age of what is undecided; what was not understood is always. */
export function toneOf(state: ExternalOrderState, receivedAt: string, now: number): RowTone | undefined {
  if (state === 'needs_attention') return 'bad';
  if (!isUndecided(state)) return undefined;
  const minutes = (now - new Date(receivedAt).getTime()) / MINUTE_MS;
  return minutes > LATE_MINUTES ? 'late' : minutes > WAITING_MINUTES ? 'waiting' : 'fresh';
}
