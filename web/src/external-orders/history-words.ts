import type { Schemas } from '../api/client';
import { text as t } from './detail-texts';

export type HistoryEntry = Schemas['ExternalOrderHistoryView'];
type Kind = HistoryEntry['kind'];

/** What an entry names, by the ids of the marketplace; nothing = the whole order. */
interface Details {
  positions?: Array<{ id: string; acceptedQuantity?: number; refusedQuantity?: number }>;
  problems?: Schemas['FieldError'][];
}

const BY_POSITIONS = {
  accepted: 'accepted_positions',
  refused: 'refused_positions',
  cancelled_by_client: 'cancelled_positions',
} as const;

const isOfPositions = (kind: Kind): kind is keyof typeof BY_POSITIONS => kind in BY_POSITIONS;

export function detailsOf(entry: HistoryEntry): Details {
  return entry.details as Details;
}

/** What happened: «Заказ принят», «По позициям отказано». */
export function eventInWords(entry: HistoryEntry): string {
  const { kind } = entry;
  const named = detailsOf(entry).positions;
  return t(`event.${named && isOfPositions(kind) ? BY_POSITIONS[kind] : kind}`);
}

/** The positions that it happened to, each in words. */
export function linesInWords(entry: HistoryEntry, positions: Schemas['PositionView'][]): string[] {
  return (detailsOf(entry).positions ?? []).map(({ id: externalId, acceptedQuantity = 0, refusedQuantity = 0 }) => {
    const position = positions.find((each) => each.externalId === externalId);
    const id = position ? `${position.brand} ${position.number}` : externalId;
    if (acceptedQuantity && refusedQuantity) {
      return t('lineAcceptedPartly', { id, accepted: acceptedQuantity, refused: refusedQuantity });
    }
    if (acceptedQuantity) return t('lineAccepted', { id, accepted: acceptedQuantity });
    return refusedQuantity ? t('lineRefused', { id, refused: refusedQuantity }) : t('line', { id });
  });
}

/** The newest entry of a kind. */
export function lastOf(history: HistoryEntry[], ...kinds: Kind[]): HistoryEntry | undefined {
  return history.findLast(({ kind }) => kinds.includes(kind));
}

export function whoOf({ actor }: HistoryEntry): string {
  return actor || t('gettzap');
}
