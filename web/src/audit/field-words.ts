import type { Schemas } from '../api/client';
import { dateTime, weekdays } from '../i18n/format';
import { knownWord, word } from '../i18n/words';
import { text as integrationText } from '../integrations/texts';
import { eventKey, type WebhookEvent } from '../integrations/webhook';
import { hoursInWords, type WorkingHours } from '../regions/calendar';
import { text as sharedText } from '../shared/texts';
import { isEmpty } from './changes';
import { known, text } from './texts';

export type Entry = Schemas['AuditEntryView'];
export type NameOf = (subject: string, id: string) => string | undefined;

type Key = Parameters<typeof text>[0];

/** What a field is called, from the outside in: «Уведомление GettZap · позиция · текст». */
export function fieldInWords(
  path: string[],
  { action, subject }: Pick<Entry, 'action' | 'subject'>,
  nameOf: NameOf,
): string {
  if (isMapping(action)) return text('mappedField', { value: path.join(' ') });
  return path.map((name) => nameInWords(name, subject, nameOf)).join(' · ');
}

/** Its fields are what statuses are called elsewhere, its values are statuses of ours. */
const isMapping = (action: string) => action === 'map_statuses';

function nameInWords(name: string, subject: string, nameOf: NameOf): string {
  const [, itemId, ofItem] = /^item (\d+)( quantity)?$/.exec(name) ?? [];
  if (itemId) {
    // What was divided and joined again is there no more.
    const part = nameOf('order_item', itemId) ?? text('itemField', { id: itemId });
    return ofItem ? text('itemQuantityField', { part }) : part;
  }
  return known(`fieldOf.${subject}.${name}`) ?? known(`field.${name}`) ?? text('otherField');
}

/** Which directory an id is of, by the field that holds it. */
const REFERS_TO: Record<string, string> = {
  regionId: 'region',
  regionIds: 'region',
  cancelledStatusId: 'order_status',
  statusId: 'order_status',
  refusedStatusId: 'order_status',
  priceListIds: 'price_list',
  readyStatusIds: 'order_status',
  connectionId: 'marketplace_connection',
  replacementId: 'order_status',
  assigneeId: 'user',
  decidedBy: 'user',
};

/** Groups of words that a field's values come from. */
const GROUPS: Record<string, string> = {
  roles: 'role',
  group: 'statusGroup',
  outcome: 'messageOutcome',
  kind: 'noticeKind',
};
const STATES: Record<string, string> = {
  external_order: 'externalOrderState',
  list: 'externalOrderState',
  delivery: 'deliveryState',
};

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** A value as people say it; what is secret was never written down. */
export function valueInWords(path: string[], value: unknown, entry: Entry, nameOf: NameOf): string {
  const field = path.at(-1)!;
  if (isEmpty(value)) return text('nothingThere');
  if (['password', 'apiKey', 'urlSecret'].includes(field))
    return text(value === 'former' ? 'formerSecret' : 'newSecret');
  if (typeof value === 'boolean') return sharedText(value ? 'yes' : 'no');
  if (isWeek(path, value)) return hoursInWords({ days: value, daysOff: [] }, weekdays('short'));
  if (Array.isArray(value)) return value.map((each) => valueInWords(path, each, entry, nameOf)).join(', ');
  if (isPosition(path, value)) return positionInWords(value, entry, nameOf);
  if (typeof value === 'object') return JSON.stringify(value);
  const said = String(value);
  if (field === 'sort') return sortInWords(said);
  if (field === 'events') return integrationText(eventKey(said as WebhookEvent));
  const referred = isMapping(entry.action) ? 'order_status' : REFERS_TO[field];
  if (referred) return nameOf(referred, said) ?? word('numbered', { id: said });
  if (ISO_TIME.test(said)) return dateTime(said);
  return each(said, (one) => wordOf(field, one, entry.subject)) ?? said;
}

function isWeek(path: string[], value: unknown): value is WorkingHours['days'] {
  return path[0] === 'workingHours' && path.at(-1) === 'days' && Array.isArray(value);
}

/** The words for a value that is one of a few; undefined = it is not. */
function wordOf(field: string, value: string, subject: string): string | undefined {
  if (!/^[\w-]+$/.test(value)) return undefined; // what people wrote is no key
  const group = { ...GROUPS, state: STATES[subject] }[field];
  return (group && knownWord(`${group}.${value}`)) || known(`values.${field}.${value}`);
}

/** `-createdAt` → «сначала новые». */
function sortInWords(sort: string): string {
  const isDown = sort.startsWith('-');
  const field = isDown ? sort.slice(1) : sort;
  return text(`sortedBy.${field === 'createdAt' ? 'created' : 'other'}${isDown ? 'Down' : 'Up'}` as Key);
}

/** Filters may name several, separated by commas. */
function each(said: string, inWords: (one: string) => string | undefined): string | undefined {
  const words = said.split(',').map(inWords);
  return words.every((one) => one !== undefined) ? words.join(', ') : undefined;
}

/** By which a position is named: its id at the marketplace is its own within its external order only. */
export const positionId = (externalOrderId: string, externalId: string) => `${externalOrderId} ${externalId}`;

interface Position {
  /** At the marketplace. */
  id: string;
  /** Absent = it was reopened. */
  acceptedQuantity?: number;
  refusedQuantity?: number;
}

function isPosition(path: string[], value: unknown): value is Position {
  return path.at(-1) === 'positions' && typeof value === 'object' && value !== null && 'id' in value;
}

function positionInWords({ id, ...decided }: Position, { subjectId }: Entry, nameOf: NameOf): string {
  const part = nameOf('position', positionId(subjectId, id)) ?? word('numbered', { id });
  return decided.acceptedQuantity === undefined ? part : text('decidedPosition', { part, ...decided });
}
