import { Anchor, Box, Text } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { useWords, word } from '../i18n/words';
import { text as integrationText } from '../integrations/texts';
import { eventKey, type WebhookEvent } from '../integrations/webhook';
import { text as sharedText, useTexts as useSharedTexts } from '../shared/texts';
import classes from './audit.module.css';
import { changesOf, type FieldChange, isEmpty } from './changes';
import { text, useTexts } from './texts';

type Entry = Schemas['AuditEntryView'];
type NameOf = (subject: string, id: string) => string | undefined;

const SHOWN_AT_FIRST = 4;

/** What of a thing changed, each field on a line: was → became. */
export function ChangeList({ entry, nameOf }: { entry: Entry; nameOf: NameOf }) {
  const t = useTexts();
  const [isWhole, setWhole] = useState(false);
  const changes = changesOf(entry as Parameters<typeof changesOf>[0]);
  const shown = isWhole ? changes : changes.slice(0, SHOWN_AT_FIRST);
  const more = changes.length - shown.length;
  return (
    <Box ta="left">
      {shown.map((change) => (
        <ChangedField key={change.path.join('.')} change={change} entry={entry} nameOf={nameOf} />
      ))}
      {more > 0 && (
        <Anchor component="button" type="button" size="sm" onClick={() => setWhole(true)}>
          {t('showAll', { count: more })}
        </Anchor>
      )}
    </Box>
  );
}

function ChangedField({ change, entry, nameOf }: { change: FieldChange; entry: Entry; nameOf: NameOf }) {
  const t = useTexts();
  useWords();
  useSharedTexts();
  const { path, before, after } = change;
  const show = (value: unknown) => valueInWords(path, value, entry, nameOf);
  const hasBefore = entry.action !== 'create' && before !== undefined;
  const hasAfter = after !== undefined && !(entry.action === 'delete' && before !== undefined);
  return (
    <Text size="sm" component="div" className={classes.change}>
      <Text span size="sm" c="dimmed">
        {path.map(fieldInWords).join(' · ')}:
      </Text>{' '}
      {hasBefore && <del aria-label={t('was')}>{show(before)}</del>}
      {hasBefore && hasAfter && <span aria-hidden> → </span>}
      {hasAfter && <span>{show(after)}</span>}
    </Text>
  );
}

function fieldInWords(name: string): string {
  const [, itemId] = /^item (\d+)$/.exec(name) ?? [];
  if (itemId) return text('itemField', { id: itemId });
  return orElse(text(`field.${name}` as Parameters<typeof text>[0]), `field.${name}`, name);
}

/** Which directory an id is of, by the field that holds it. */
const REFERS_TO: Record<string, string> = {
  regionId: 'region',
  regionIds: 'region',
  cancelledStatusId: 'order_status',
  statusId: 'order_status',
  connectionId: 'marketplace_connection',
  replacementId: 'order_status',
  assigneeId: 'user',
  decidedBy: 'user',
};

/** Groups of words that a field's values come from. */
const STATES: Record<string, string> = {
  external_order: 'externalOrderState',
  list: 'externalOrderState',
  delivery: 'deliveryState',
};

function valueInWords(path: string[], value: unknown, entry: Entry, nameOf: NameOf): string {
  const field = path.at(-1)!;
  if (isEmpty(value)) return text('nothingThere');
  // Which one it was or is now is never written down.
  if (field === 'password' || field === 'apiKey') return text(value === 'former' ? 'formerSecret' : 'newSecret');
  if (typeof value === 'boolean') return sharedText(value ? 'yes' : 'no');
  if (Array.isArray(value)) return value.map((each) => valueInWords(path, each, entry, nameOf)).join(', ');
  if (isDecided(value)) return text('decidedPosition', { ...value });
  if (typeof value === 'object') return JSON.stringify(value);
  const known = String(value);
  if (field === 'sort')
    return orElse(text(`sortedBy.${known}` as Parameters<typeof text>[0]), `sortedBy.${known}`, known);
  if (field === 'list') return text(`list.${known}` as Parameters<typeof text>[0]);
  if (field === 'events') return integrationText(eventKey(known as WebhookEvent));
  if (REFERS_TO[field]) return nameOf(REFERS_TO[field], known) ?? word('numbered', { id: known });
  const group = { roles: 'role', group: 'statusGroup', outcome: 'messageOutcome', state: STATES[entry.subject] }[field];
  return group ? orElse(word(`${group}.${known}` as Parameters<typeof word>[0]), `${group}.${known}`, known) : known;
}

interface DecidedPosition {
  id: string;
  acceptedQuantity: number;
  refusedQuantity: number;
}

function isDecided(value: unknown): value is DecidedPosition {
  return typeof value === 'object' && value !== null && 'acceptedQuantity' in value && 'refusedQuantity' in value;
}

/** A text that is not there is answered with its key. */
function orElse(words: string, key: string, otherwise: string): string {
  return words === key ? otherwise : words;
}
