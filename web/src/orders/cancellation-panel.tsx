import { Alert, Anchor, Button, Group, List, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '../shared/page-icons';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { useMay } from '../session/session';
import { StatusBadge } from '../shared/badges';
import { cancelledItems } from './cancelled-items';
import { isGivenUp, type OrderItem, partName } from './order-words';
import classes from './orders.module.css';
import { useTexts } from './texts';

interface Props {
  order: Schemas['OrderDetail'];
  /** Absent for who may only look. */
  onSetStatus?(itemIds: string[]): void;
}

/** The client has cancelled: what became of it, and what a person has to settle. */
export function CancellationPanel({ order, onSetStatus }: Props) {
  const t = useTexts();
  const { flags, history } = order;
  const entries = history.filter(({ kind }) => kind === 'cancelled_by_client');
  if (entries.length === 0) return null;
  const cancelled = cancelledItems(order);
  const open = cancelled.filter((item) => !isGivenUp(item));
  const { at, comment } = entries.at(-1)!;
  const what = flags.cancelledByClient
    ? t('clientCancelledOrder')
    : t('clientCancelledItems', { count: new Set(cancelled.map(({ positionId }) => positionId)).size });
  const isConflict = flags.cancelConflict && open.length > 0;
  return (
    <Alert
      color={isConflict ? 'red' : 'gray'}
      icon={isConflict ? <IconAlertTriangle /> : <IconInfoCircle />}
      title={isConflict ? t('conflictTitle') : what}
      role={isConflict ? 'alert' : undefined}
      mb="md"
      className={classes.panel}
    >
      <Text size="sm">
        {isConflict && `${what} `}
        {dateTime(at)}
        {comment && `. ${t('clientReason', { reason: comment })}`}
      </Text>
      {isConflict ? (
        <Conflict items={open} onSetStatus={onSetStatus} />
      ) : (
        <Text size="sm">{open.length === 0 ? t('cancelSettled') : t('cancelFollowed')}</Text>
      )}
    </Alert>
  );
}

function Conflict({ items, onSetStatus }: { items: OrderItem[]; onSetStatus?(itemIds: string[]): void }) {
  const t = useTexts();
  const isAdmin = useMay('administer');
  const issued = items.filter(({ status }) => status.group === 'issued');
  const waiting = items.filter(({ status }) => status.group !== 'issued');
  return (
    <>
      <List size="sm" my="xs">
        {items.map((item) => (
          <List.Item key={item.id}>
            <Group gap="xs">
              {partName(item)}
              <StatusBadge status={item.status} />
            </Group>
          </List.Item>
        ))}
      </List>
      {issued.length > 0 && <Text size="sm">{t('issuedConflict')}</Text>}
      {waiting.length > 0 && (
        <Text size="sm">
          {t('waitingConflict')}{' '}
          {isAdmin && (
            <Anchor component={Link} href="/marketplaces" inherit underline="always">
              {t('toConnections')}
            </Anchor>
          )}
        </Text>
      )}
      {onSetStatus && (
        <Button size="xs" variant="default" mt="sm" onClick={() => onSetStatus(items.map(({ id }) => id))}>
          {t('setForThese', { count: items.length })}
        </Button>
      )}
    </>
  );
}
