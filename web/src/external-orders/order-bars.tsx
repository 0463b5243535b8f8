import { Alert, Anchor, Button, List, Text } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconTrash } from '../shared/page-icons';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { ChangesBar } from '../orders/changes-bar';
import classes from './detail.module.css';
import { useTexts } from './detail-texts';
import { eventInWords, type HistoryEntry, lastOf, linesInWords, partsOf, whoOf } from './history-words';

type Order = Schemas['ExternalOrderDetail'];

/** What must be known before anything else: cancelled, in conflict, changed after the decision, deleted. */
export function OrderBars({ order }: { order: Order }) {
  const t = useTexts();
  const { flags, history, id, orderId, state, changes, positions } = order;
  const cancellation = lastOf(history, 'cancelled_by_client');
  const deletion = lastOf(history, 'deleted');
  return (
    <>
      {state === 'deleted' && (
        <Alert color="gray" icon={<IconTrash />} title={t('deletedTitle')} mb="md">
          <When entry={deletion} />
        </Alert>
      )}
      {state === 'cancelled' && !flags.cancelConflict && (
        <Alert color="red" icon={<IconBan />} title={t('cancelledTitle')} role="alert" mb="md">
          <When entry={cancellation} />
          <Text size="sm">{t(orderId ? 'cancelledAfterHint' : 'cancelledHint')}</Text>
        </Alert>
      )}
      {flags.cancelConflict && (
        <Alert color="red" icon={<IconAlertTriangle />} title={t('conflictTitle')} role="alert" mb="md">
          <When entry={cancellation} />
          <Text size="sm">{t('conflictHint')}</Text>
          {orderId && (
            <Anchor component={Link} href={`/orders/${orderId}`} size="sm" underline="always">
              {t('shopOrder', { id: orderId })}
            </Anchor>
          )}
        </Alert>
      )}
      {(state !== 'deleted' || orderId) && (
        <ChangesBar
          externalOrderId={id}
          isUnseen={flags.changedAfterDecision}
          changes={changes}
          history={history}
          partOf={partsOf(positions)}
        />
      )}
    </>
  );
}

function When({ entry }: { entry: HistoryEntry | undefined }) {
  const t = useTexts();
  if (!entry) return null;
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {dateTime(entry.at)} · {whoOf(entry)}
      {entry.comment && `. ${t('why', { reason: entry.comment })}`}
    </Text>
  );
}

interface MeanwhileProps {
  order: Order;
  /** What happened since the manager looked, without what they did themselves. */
  entries: HistoryEntry[];
  /** A decision was refused because of it. */
  wasRefused: boolean;
  onUnderstood(): void;
}

/** Says what others did to the order while the page was open. */
export function MeanwhileBar({ order, entries, wasRefused, onUnderstood }: MeanwhileProps) {
  const t = useTexts();
  if (entries.length === 0 && !wasRefused) return null;
  const isCancelled = entries.some(({ kind }) => kind === 'cancelled_by_client');
  return (
    <Alert
      color={isCancelled ? 'red' : 'yellow'}
      title={t(wasRefused ? 'meanwhileRefused' : 'meanwhile')}
      role="alert"
      mb="md"
      className={classes.meanwhile}
    >
      <List size="sm" mb="xs">
        {entries.map((entry, index) => (
          <List.Item key={index}>
            {[eventInWords(entry), ...linesInWords(entry, order.positions)].join(', ')}: {whoOf(entry)},{' '}
            {dateTime(entry.at)}
            {entry.comment && `. ${t('why', { reason: entry.comment })}`}
          </List.Item>
        ))}
      </List>
      {wasRefused && order.positions.some(({ state }) => state === 'open') && !isCancelled && (
        <Text size="sm" mb="xs">
          {t('lookAgain')}
        </Text>
      )}
      <Button size="compact-sm" variant="default" onClick={onUnderstood}>
        {t('understood')}
      </Button>
    </Alert>
  );
}
