import { Alert, Anchor, Button, Group, Select, Text } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { useStatuses } from '../order-statuses/use-statuses';
import { useMay } from '../session/session';
import { confirm } from '../shared/confirm';
import { actionsColumn, type Column } from '../shared/data-table';
import { type ListQuery, useListState } from '../shared/list-state';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { IconAlertTriangle } from '../shared/page-icons';
import { NothingYet } from '../shared/page-states';
import { CalmTable, useCalmPage } from '../shared/paged-table';
import { TwoLines } from '../shared/two-lines';
import { useIsOnline } from '../shell/connection-watch';
import { type Exchange, exchangesChanged, LOOK_AGAIN_MS, tabAddress } from './exchange';
import { useTexts } from './texts';

type Proposal = Schemas['ProposalView'];
type Query = ListQuery<'/api/exchanges/{id}/proposals'>;

const FILTERS = ['state'] as const;
const STATES = ['open', 'accepted', 'dismissed', 'outdated'] as const;
/** In the address; the API has no word for it. */
const ANY = 'any';

const idOf = ({ id }: Proposal) => id;
const timeOf = ({ createdAt }: Proposal) => createdAt;

/** What the other side left out of orders, for a person to decide about. */
export function Proposals({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const { id } = exchange;
  const list = useListState<Query>(FILTERS);
  const chosen = list.filters.state || 'open';
  const query = { ...list.query, state: chosen === ANY ? undefined : (chosen as Proposal['state']) };
  const proposals = useQuery({
    queryKey: ['exchanges', 'proposals', id, query],
    queryFn: ({ signal }) =>
      call(api.GET('/api/exchanges/{id}/proposals', { params: { path: { id }, query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const calm = useCalmPage(proposals, idOf, JSON.stringify(query), timeOf);
  const columns = useColumns(exchange, calm.show);
  return (
    <>
      <Text c="dimmed" size="sm" mb="sm">
        {t('proposals.hint')}
      </Text>
      {exchange.refusedStatusId === null && <NoRefusedStatus id={id} />}
      <Select
        aria-label={t('proposals.state')}
        w={220}
        mb="sm"
        allowDeselect={false}
        data={[
          ...STATES.map((state) => ({ value: state as string, label: t(`proposals.states.${state}`) })),
          { value: ANY, label: t('proposals.anyState') },
        ]}
        value={chosen}
        onChange={(state) => list.filter({ state: state === 'open' ? '' : (state ?? '') })}
      />
      <CalmTable<Proposal>
        calm={calm}
        list={list}
        query={proposals}
        nothing={<NothingYet title={t('proposals.nothing')} hint={t('proposals.nothingHint')} />}
        label={t('tab.proposals')}
        rowKey={idOf}
        minWidth={860}
        columns={columns}
      />
    </>
  );
}

function NoRefusedStatus({ id }: { id: string }) {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  return (
    <Alert color="yellow" icon={<IconAlertTriangle />} title={t('proposals.noStatus')} mb="sm" role="note">
      {t('proposals.noStatusHint')}{' '}
      {maySetUp && (
        <Anchor component={Link} href={tabAddress(id, 'settings', '&topic=refusals')} inherit underline="always">
          {t('proposals.chooseStatus')}
        </Anchor>
      )}
    </Alert>
  );
}

function useColumns(exchange: Exchange, onDecided: () => void): Column<Proposal>[] {
  const t = useTexts();
  return [
    {
      key: 'order',
      header: t('order'),
      width: 110,
      render: ({ orderId }) => (
        <Anchor component={Link} href={`/orders/${orderId}`} size="sm" fw={600}>
          {t('orderNumber', { number: orderId })}
        </Anchor>
      ),
    },
    {
      key: 'part',
      header: t('proposals.part'),
      render: (row) => <TwoLines first={partOf(row)} second={row.name} title={row.name} />,
    },
    {
      key: 'what',
      header: t('proposals.what'),
      width: 190,
      render: (row) => (
        <TwoLines
          first={<b>{t('proposals.refuse', ofAll(row))}</b>}
          second={row.isAskedByClient && t('proposals.askedByClient')}
        />
      ),
    },
    { key: 'source', header: t('proposals.source'), width: 140, render: ({ source }) => source },
    {
      key: 'createdAt',
      header: t('proposals.came'),
      sort: 'createdAt',
      width: 160,
      render: ({ createdAt }) => dateTime(createdAt),
    },
    actionsColumn(230, (row) =>
      row.state === 'open' ? (
        <Decision exchange={exchange} proposal={row} onDecided={onDecided} />
      ) : (
        <Decided proposal={row} />
      ),
    ),
  ];
}

const partOf = ({ brand, number }: Proposal) => `${brand} ${number}`.trim();

const ofAll = ({ quantity, leftQuantity }: Proposal) => ({ quantity, total: quantity + leftQuantity });

function Decided({ proposal: { state, decidedAt, decidedBy } }: { proposal: Proposal }) {
  const t = useTexts();
  const isKnown = decidedAt && state !== 'outdated';
  const by =
    isKnown && t('proposals.decided', { who: decidedBy || t('proposals.automatically'), when: dateTime(decidedAt) });
  return <TwoLines first={t(`proposals.states.${state}`)} second={by} />;
}

interface DecisionProps {
  exchange: Exchange;
  proposal: Proposal;
  onDecided(): void;
}

function Decision({ exchange, proposal, onDecided }: DecisionProps) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const directory = useStatuses();
  const params = { path: { id: exchange.id, proposalId: proposal.id } };
  const settled = (words: string) => ({
    onSuccess: () => notifySuccess(words),
    onError: (error: unknown) => notifyFailure(error),
    onSettled: async () => {
      await exchangesChanged();
      onDecided();
    },
  });
  const accept = useMutation({
    mutationFn: (body: Schemas['AcceptProposal']) =>
      call(api.POST('/api/exchanges/{id}/proposals/{proposalId}/accept', { params, body })),
    ...settled(t('proposals.accepted')),
  });
  const dismiss = useMutation({
    mutationFn: () => call(api.POST('/api/exchanges/{id}/proposals/{proposalId}/dismiss', { params })),
    ...settled(t('proposals.dismissed')),
  });
  const part = partOf(proposal);
  const ask = async () => {
    const { data: statuses, error } = directory.data ? directory : await directory.refetch();
    if (!statuses) return notifyFailure(error);
    const { refusedStatusId } = exchange;
    const status = statuses.find(({ id }) => id === refusedStatusId)?.name;
    // Without the status there is nothing to agree to: the service says so.
    if (!status) return accept.mutate({ refusedStatusId });
    const question = {
      title: t('proposals.acceptTitle', ofAll(proposal)),
      children: [proposal.isAskedByClient && t('proposals.acceptAsked'), t('proposals.acceptText', { part, status })]
        .filter(Boolean)
        .join(' '),
      confirm: t('proposals.accept'),
    };
    if (await confirm(question)) accept.mutate({ refusedStatusId });
  };
  const named = { part, what: t('proposals.refuse', ofAll(proposal)) };
  const isBusy = accept.isPending || dismiss.isPending;
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button
        size="compact-sm"
        aria-label={t('proposals.acceptOne', named)}
        loading={accept.isPending}
        disabled={!isOnline || isBusy || directory.isPending}
        onClick={() => void ask()}
      >
        {t('proposals.accept')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('proposals.dismissOne', named)}
        loading={dismiss.isPending}
        disabled={!isOnline || isBusy}
        onClick={() => dismiss.mutate()}
      >
        {t('proposals.dismiss')}
      </Button>
    </Group>
  );
}
