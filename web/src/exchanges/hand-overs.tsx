import { ActionIcon, Anchor, Group, Select, Text, Tooltip } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { dateTime } from '../i18n/format';
import { useMay } from '../session/session';
import { actionsColumn, type Column } from '../shared/data-table';
import { externalNumber } from '../shared/external-number';
import { type ListQuery, useListState } from '../shared/list-state';
import { IconBan, IconRefresh, IconSend } from '../shared/page-icons';
import { NothingYet } from '../shared/page-states';
import { CalmTable, useCalmPage } from '../shared/paged-table';
import { TwoLines } from '../shared/two-lines';
import { useIsOnline } from '../shell/connection-watch';
import { type Exchange, type ExchangeKind, type HandOver, LOOK_AGAIN_MS, isCalled } from './exchange';
import {
  attemptsAddress,
  HandOverBadge,
  mayBeLeftOut,
  stateKey,
  useLeaveOut,
  useRepeat,
  useWhyNot,
} from './hand-over-state';
import { useHandOverTexts } from './hand-over-texts';
import { useTexts } from './texts';

const FILTERS = ['state'] as const;
const STATES = ['waiting', 'sent', 'failed', 'confirmed'] as const;

const idOf = ({ id }: HandOver) => id;
const timeOf = ({ createdAt }: HandOver) => createdAt;

/** Orders that the exchange hands over, newest first. */
export function HandOvers({ exchange: { id, kind } }: { exchange: Exchange }) {
  const t = useTexts();
  const words = useHandOverTexts();
  const list = useListState<ListQuery<'/api/exchanges/{id}/hand-overs'>>(FILTERS);
  const columns = useColumns(kind);
  const handOvers = useQuery({
    queryKey: ['exchanges', 'hand-overs', id, list.query],
    queryFn: ({ signal }) =>
      call(api.GET('/api/exchanges/{id}/hand-overs', { params: { path: { id }, query: list.query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const calm = useCalmPage(handOvers, idOf, JSON.stringify(list.query), timeOf);
  const isEmpty = handOvers.data?.data.length === 0;
  return (
    <>
      <Text c="dimmed" size="sm" mb="sm">
        {t('handOvers.hint')}
      </Text>
      {(list.hasFilters || !isEmpty) && (
        <Select
          aria-label={t('handOvers.state')}
          placeholder={t('handOvers.anyState')}
          w={280}
          maw="100%"
          mb="sm"
          clearable
          data={STATES.map((state) => ({ value: state, label: words(stateKey(state, kind)) }))}
          value={list.filters.state || null}
          onChange={(state) => list.filter({ state: state ?? '' })}
        />
      )}
      <CalmTable<HandOver>
        calm={calm}
        list={list}
        query={handOvers}
        nothing={<NothingYet title={t('handOvers.nothing')} hint={t('handOvers.nothingHint')} />}
        label={t('tab.hand-overs')}
        rowKey={idOf}
        rowTone={({ state }) => (state === 'failed' ? 'bad' : undefined)}
        minWidth={860}
        columns={columns}
      />
    </>
  );
}

function useColumns(kind: ExchangeKind): Column<HandOver>[] {
  const t = useTexts();
  // What is sent is a setting, which administrators see.
  const showsAttempts = useMay('administer') && isCalled(kind);
  return [
    {
      key: 'order',
      header: t('order'),
      width: 200,
      render: ({ orderId, externalId }) => (
        <TwoLines
          first={
            <Anchor component={Link} href={`/orders/${orderId}`} size="sm" fw={600}>
              {t('orderNumber', { number: orderId })}
            </Anchor>
          }
          second={externalId && `GettZap ${externalNumber(externalId)}`}
        />
      ),
    },
    { key: 'state', header: t('handOvers.state'), render: (row) => <StateCell handOver={row} kind={kind} /> },
    { key: 'number', header: t('handOvers.numberThere'), width: 150, render: ({ number }) => number },
    { key: 'returned', header: t('handOvers.returned'), width: 170, render: ({ returnedStatus }) => returnedStatus },
    {
      key: 'revision',
      header: t('handOvers.version'),
      align: 'right',
      width: 90,
      render: ({ revision }) => revision > 0 && revision,
    },
    {
      key: 'createdAt',
      header: t('createdAt'),
      sort: 'createdAt',
      width: 160,
      render: ({ createdAt }) => dateTime(createdAt),
    },
    actionsColumn(isCalled(kind) && !showsAttempts ? 56 : 92, (row) => (
      <Group gap={4} justify="flex-end" wrap="nowrap">
        {showsAttempts && <Attempts handOver={row} kind={kind} />}
        {mayBeLeftOut(row, kind) && <LeaveOut handOver={row} />}
        {row.state !== 'waiting' && <Repeat handOver={row} kind={kind} />}
      </Group>
    )),
  ];
}

/** The state with why it is so, or since when. */
function StateCell({ handOver, kind }: { handOver: HandOver; kind: ExchangeKind }) {
  const words = useHandOverTexts();
  const { state, confirmedAt } = handOver;
  const error = useWhyNot()(handOver);
  const before = state !== 'confirmed' && confirmedAt && words('confirmedBefore', { time: dateTime(confirmedAt) });
  const more = error || before || (confirmedAt && dateTime(confirmedAt));
  return (
    <>
      <HandOverBadge state={state} kind={kind} />
      {more && (
        <Text size="xs" c={error ? undefined : 'dimmed'} mt={2} style={{ overflowWrap: 'anywhere' }}>
          {more}
        </Text>
      )}
    </>
  );
}

function Attempts({ handOver, kind }: { handOver: HandOver; kind: ExchangeKind }) {
  const t = useTexts();
  return (
    <Tooltip label={t('handOvers.attemptsHint')}>
      <ActionIcon
        component={Link}
        href={attemptsAddress(handOver, kind)}
        variant="subtle"
        color="gray"
        aria-label={t('handOvers.attempts', { number: handOver.orderId })}
      >
        <IconSend size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function LeaveOut({ handOver }: { handOver: HandOver }) {
  const words = useHandOverTexts();
  const isOnline = useIsOnline();
  const leaveOut = useLeaveOut();
  return (
    <Tooltip label={`${words('leaveOut')}. ${words('leaveOutHint')}`} multiline maw={320}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={words('leaveOutOrder', { number: handOver.orderId })}
        loading={leaveOut.isPending}
        disabled={!isOnline}
        onClick={() => leaveOut.mutate(handOver)}
      >
        <IconBan size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function Repeat({ handOver, kind }: { handOver: HandOver; kind: ExchangeKind }) {
  const words = useHandOverTexts();
  const isOnline = useIsOnline();
  const repeat = useRepeat(kind);
  return (
    <Tooltip label={words('repeat')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={words('repeatOrder', { number: handOver.orderId })}
        loading={repeat.isPending}
        disabled={!isOnline}
        onClick={() => repeat.mutate(handOver)}
      >
        <IconRefresh size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
