import type { Schemas } from '../api/client';

type Facts = Pick<Schemas['ConnectionStatusView'], 'state' | 'waiting' | 'failuresInRow' | 'lastDeliveredAt'>;

export type Resumed = 'sent' | 'paused_again' | 'failing' | 'nothing_to_send';

/** What became of a resumed connection; undefined = nothing yet. @param before how it was when it was resumed */
export function outcomeOf(before: Facts, now: Facts): Resumed | undefined {
  if (now.state === 'paused') return 'paused_again';
  if (now.lastDeliveredAt !== before.lastDeliveredAt) return 'sent';
  if (now.failuresInRow > before.failuresInRow) return 'failing';
  if (now.waiting === 0) return before.waiting === 0 ? 'nothing_to_send' : 'sent';
  return undefined;
}
