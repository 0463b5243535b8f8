import type { Schemas } from '../api/client';
import { type BuyerChange, changeInWords } from '../orders/buyer-changes';
import { changeText } from '../orders/change-texts';
import { partName } from '../orders/order-words';
import { type ReasonCode, reasonInWords } from '../processing-rules/mark-words';
import { text as t } from './detail-texts';

export type HistoryEntry = Schemas['ExternalOrderHistoryView'];
type Kind = HistoryEntry['kind'];

interface HistoryLine {
  /** At the marketplace. */
  id: string;
  acceptedQuantity?: number;
  refusedQuantity?: number;
  /** Why a rule decided so. */
  reasonCode?: ReasonCode;
}

/** What an entry names, by the ids of the marketplace; nothing = the whole order. */
interface Details {
  positions?: HistoryLine[];
  problems?: Schemas['FieldError'][];
  changes?: BuyerChange[];
  assignee?: string;
}

const BY_POSITIONS = {
  accepted: 'accepted_positions',
  refused: 'refused_positions',
  cancelled_by_client: 'cancelled_positions',
  decision_undone: 'decision_undone_positions',
  reopened: 'reopened_positions',
} as const;

const isOfPositions = (kind: Kind): kind is keyof typeof BY_POSITIONS => kind in BY_POSITIONS;

export function detailsOf(entry: HistoryEntry): Details {
  return entry.details as Details;
}

/** What happened: «Заказ принят», «По позициям отказано». */
export function eventInWords(entry: HistoryEntry): string {
  const { kind } = entry;
  const { positions: named, assignee = '' } = detailsOf(entry);
  return t(`event.${named && isOfPositions(kind) ? BY_POSITIONS[kind] : kind}`, { assignee });
}

/** What the part of a position is called, by its id at the marketplace; undefined = the order has no such position. */
export function partsOf(positions: Schemas['PositionView'][]): (externalId: string) => string | undefined {
  return (externalId) => {
    const position = positions.find((each) => each.externalId === externalId);
    return position && partName(position);
  };
}

const SHOWN_CHANGES = 10;

/** The positions that it happened to, and what the buyer changed, each in words. */
export function linesInWords(entry: HistoryEntry, positions: Schemas['PositionView'][]): string[] {
  const partOf = partsOf(positions);
  const { positions: named = [], changes = [] } = detailsOf(entry);
  const changed = changes.slice(0, SHOWN_CHANGES).map((change) => changeInWords(change, partOf));
  if (changes.length > SHOWN_CHANGES) changed.push(changeText('more', { count: changes.length - SHOWN_CHANGES }));
  const happened = named.map((line) => {
    const words = lineInWords(line, partOf);
    return line.reasonCode ? t('lineWithReason', { line: words, reason: reasonInWords(line.reasonCode) }) : words;
  });
  return [...happened, ...changed];
}

function lineInWords(
  { id: externalId, acceptedQuantity: accepted = 0, refusedQuantity: refused = 0 }: HistoryLine,
  partOf: ReturnType<typeof partsOf>,
): string {
  const id = partOf(externalId) ?? externalId;
  if (accepted && refused) return t('lineAcceptedPartly', { id, accepted, refused });
  if (accepted) return t('lineAccepted', { id, accepted });
  return refused ? t('lineRefused', { id, refused }) : t('line', { id });
}

/** The newest entry of a kind. */
export function lastOf(history: HistoryEntry[], ...kinds: Kind[]): HistoryEntry | undefined {
  return history.findLast(({ kind }) => kinds.includes(kind));
}

export function whoOf({ actor }: HistoryEntry): string {
  return actor || t('gettzap');
}
