import { ActionIcon, Anchor, Text, Tooltip } from '@mantine/core';
import { IconRefresh } from '../shared/page-icons';
import { Link } from 'wouter';
import { dateTime } from '../i18n/format';
import { Ago, useNow } from '../shared/ago';
import { DeliveryBadge } from '../shared/badges';
import { actionsColumn, type Column, DataTable, type RowTone } from '../shared/data-table';
import { externalNumber } from '../shared/external-number';
import type { ListState } from '../shared/list-state';
import { useOpenedId } from '../shared/opened-id';
import { answerInWords } from './answer-in-words';
import { type Delivery, isPush } from './delivery';
import { useDeliveryActions } from './delivery-actions';
import type { Channel, DeliveryQuery } from './delivery-filters';
import { useKindWords } from './kind-words';
import { useTexts } from './texts';
import { useReceiverState } from './use-receiver-state';

/** Tries that a message has in all. */
export const MAX_TRIES = 10;

/** The others are retried where they can be read in full. */
const RETRIED_IN_LIST: Delivery['state'][] = ['dead', 'retrying'];

const TONES: Partial<Record<Delivery['state'], RowTone>> = {
  dead: 'bad',
  retrying: 'waiting',
  skipped: 'quiet',
  cancelled: 'quiet',
};

interface Props {
  channel: Channel;
  rows: Delivery[];
  list: ListState<DeliveryQuery>;
}

export function DeliveryTable({ channel, rows, list }: Props) {
  const t = useTexts();
  const opened = useOpenedId();
  const kindOf = useKindWords();
  const answerOf = useAnswer(channel);
  const whom: Column<Delivery> =
    channel === 'email'
      ? { key: 'to', header: t('to'), render: (delivery) => delivery.channel === 'email' && delivery.to }
      : { key: 'externalId', header: t('externalId'), render: (delivery) => <ExternalOrderLink delivery={delivery} /> };
  return (
    <DataTable<Delivery>
      label={t(`title.${channel}`)}
      minWidth={980}
      rows={rows}
      rowKey={({ id }) => id}
      rowTone={({ state }) => TONES[state]}
      onRowClick={({ id }) => opened.open(id)}
      sort={list.sort}
      onSort={list.sortBy}
      columns={[
        {
          key: 'what',
          header: t('what'),
          width: '20%',
          render: (delivery) => (
            <>
              <Anchor component={Link} href={opened.hrefOf(delivery.id)} size="sm" fw={600}>
                {kindOf(delivery)}
              </Anchor>
              <Text size="xs" c="dimmed" fw={400} lineClamp={1} maw={360}>
                {gistOf(delivery)}
              </Text>
            </>
          ),
        },
        whom,
        { key: 'state', header: t('state'), width: 130, render: ({ state }) => <DeliveryBadge state={state} /> },
        {
          key: 'answer',
          header: t('answerColumn'),
          width: '25%',
          render: (delivery) => <Text size="sm">{answerOf(delivery)}</Text>,
        },
        {
          key: 'attempt',
          header: t('attempt'),
          width: 80,
          render: (delivery) => hasTries(delivery) && <Tries delivery={delivery} />,
        },
        {
          key: 'next',
          header: t('next'),
          width: 90,
          render: ({ nextAttemptAt }) => nextAttemptAt && <Ago time={nextAttemptAt} />,
        },
        {
          key: 'createdAt',
          header: t('created'),
          sort: 'createdAt',
          width: 140,
          isMinor: true,
          render: ({ createdAt }) => (
            <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {dateTime(createdAt)}
            </Text>
          ),
        },
        actionsColumn(48, (delivery) => RETRIED_IN_LIST.includes(delivery.state) && <RetryOne delivery={delivery} />),
      ]}
    />
  );
}

/** What it says, in short. */
function gistOf(delivery: Delivery): string {
  if (delivery.channel === 'email') return delivery.subject;
  if (delivery.channel === 'webhook' || isPush(delivery)) return '';
  return [delivery.status, delivery.text].filter(Boolean).join(' — ');
}

/** Says how a delivery is, with what is known of what it goes to. */
function useAnswer(channel: Channel): (delivery: Delivery) => string {
  useTexts(); // draws again when the language changes
  const stateOf = useReceiverState(channel);
  const now = useNow();
  return (delivery) => answerInWords({ ...delivery, connectionState: stateOf(delivery) }, now);
}

export function ExternalOrderLink({ delivery }: { delivery: Delivery }) {
  if (delivery.channel === 'email' || !delivery.externalOrderId) return '—';
  return (
    <Anchor
      component={Link}
      href={`/external-orders/${delivery.externalOrderId}`}
      size="sm"
      style={{ whiteSpace: 'nowrap' }}
    >
      {externalNumber(delivery.externalId)}
    </Anchor>
  );
}

function hasTries({ attemptCount, state }: Delivery): boolean {
  return state === 'retrying' || (state !== 'skipped' && attemptCount > 0);
}

function Tries({ delivery: { attemptCount } }: { delivery: Delivery }) {
  const t = useTexts();
  return (
    <Text size="sm" title={t('attemptHint')} style={{ whiteSpace: 'nowrap' }}>
      {t('attemptOf', { count: attemptCount, max: MAX_TRIES })}
    </Text>
  );
}

function RetryOne({ delivery }: { delivery: Delivery }) {
  const t = useTexts();
  const kindOf = useKindWords();
  const { mayWork, retry, isOnline } = useDeliveryActions();
  if (!mayWork) return null;
  const about = delivery.channel === 'email' ? delivery.to : externalNumber(delivery.externalId);
  return (
    <Tooltip label={t('retry')}>
      <ActionIcon
        variant="subtle"
        loading={retry.isPending}
        disabled={!isOnline}
        onClick={() => retry.mutate(delivery.id)}
        aria-label={t('retryRow', { name: [kindOf(delivery), about].filter(Boolean).join(', ') })}
      >
        <IconRefresh size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
