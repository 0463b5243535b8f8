import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { StatusSelect } from '../order-statuses/status-select';
import { type OrderStatus, useStatuses } from '../order-statuses/use-statuses';
import { useMay } from '../session/session';
import { Ago } from '../shared/ago';
import { StatusBadge } from '../shared/badges';
import { type Column, DataTable } from '../shared/data-table';
import { IconPlus } from '../shared/page-icons';
import { Loaded, NothingYet } from '../shared/page-states';
import { useIsOnline } from '../shell/connection-watch';
import { AddStatus } from './add-status';
import { type Exchange, LOOK_AGAIN_MS } from './exchange';
import { useTexts } from './texts';
import { useAssign } from './use-assign';

type Value = Schemas['ExchangeStatusView'];

/** What statuses are called over there, and what each means here. */
export function Statuses({ exchange: { id } }: { exchange: Exchange }) {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  const [isAdding, setAdding] = useState(false);
  const columns = useColumns(id);
  const { data: statuses = [] } = useStatuses();
  const isOpen = (value: Value) => value.statusId === null && !namesake(value, statuses);
  const values = useQuery({
    queryKey: ['exchanges', 'statuses', id],
    queryFn: ({ signal }) => call(api.GET('/api/exchanges/{id}/statuses', { params: { path: { id } }, signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const add = maySetUp && (
    <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('statuses.add')}
    </Button>
  );
  return (
    <>
      <Loaded query={values}>
        {(all) =>
          all.length === 0 ? (
            <NothingYet title={t('statuses.nothing')} hint={t('statuses.nothingHint')} action={add} />
          ) : (
            <>
              <Group justify="space-between" align="flex-start" gap="sm" mb="sm">
                <Text c="dimmed" size="sm" maw={720}>
                  {t('statuses.hint')}
                </Text>
                {add}
              </Group>
              <DataTable<Value>
                label={t('tab.statuses')}
                rows={[...all].sort((one, other) => Number(isOpen(other)) - Number(isOpen(one)))}
                rowKey={({ value }) => value}
                rowTone={(value) => (isOpen(value) ? 'waiting' : undefined)}
                minWidth={900}
                columns={columns}
              />
            </>
          )
        }
      </Loaded>
      {isAdding && <AddStatus id={id} onClose={() => setAdding(false)} />}
    </>
  );
}

/** Without an assignment a value means our status of the same name, whatever its case and spaces. */
function namesake({ value, statusId }: Value, statuses: OrderStatus[]): OrderStatus | undefined {
  return statusId === null ? statuses.find(({ name }) => folded(name) === folded(value)) : undefined;
}

function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase().replaceAll('ё', 'е');
}

function useColumns(id: string): Column<Value>[] {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  const { data: statuses = [] } = useStatuses();
  return [
    { key: 'value', header: t('statuses.value'), render: ({ value }) => <b>{value}</b> },
    {
      key: 'seen',
      header: t('statuses.seen'),
      width: 110,
      render: ({ seen }) => t('statuses.times', { count: seen }),
    },
    {
      key: 'lastSeen',
      header: t('statuses.lastSeen'),
      width: 140,
      render: ({ lastSeenAt }) => lastSeenAt && <Ago time={lastSeenAt} />,
    },
    { key: 'sample', header: t('statuses.sample'), width: 170, render: ({ sample }) => sample },
    {
      key: 'ours',
      header: t('statuses.ours'),
      width: 310,
      render: (value) =>
        maySetUp ? (
          // Once it is assigned by somebody else, that is what is chosen.
          <Meaning key={`${value.value} ${value.statusId}`} id={id} value={value} statuses={statuses} />
        ) : (
          <Meant value={value} statuses={statuses} />
        ),
    },
  ];
}

function Meant({ value, statuses }: { value: Value; statuses: OrderStatus[] }) {
  const t = useTexts();
  const status = statuses.find(({ id }) => id === value.statusId) ?? namesake(value, statuses);
  if (status) return <StatusBadge status={status} />;
  return (
    <Text span size="sm" c="dimmed">
      {t('statuses.notChosen')}
    </Text>
  );
}

function Meaning({ id, value: row, statuses }: { id: string; value: Value; statuses: OrderStatus[] }) {
  const t = useTexts();
  const { value, statusId } = row;
  const same = namesake(row, statuses);
  const isOnline = useIsOnline();
  const [chosen, setChosen] = useState(statusId);
  const assign = useAssign(id);
  return (
    <Group gap="xs" w="100%" justify="flex-end">
      <StatusSelect
        aria-label={t('statuses.oursOf', { value })}
        placeholder={same ? t('statuses.byName', { name: same.name }) : t('statuses.notChosen')}
        statuses={statuses}
        searchable={statuses.length > 8}
        clearable
        clearButtonProps={{ 'aria-label': t('statuses.clear') }}
        style={{ flex: '1 1 180px' }}
        value={chosen}
        onChange={setChosen}
      />
      <Button
        size="compact-md"
        variant="light"
        aria-label={t('statuses.assignOne', { value })}
        disabled={!isOnline || chosen === statusId}
        loading={assign.isPending}
        onClick={() => assign.mutate({ value, statusId: chosen })}
      >
        {t('statuses.assign')}
      </Button>
    </Group>
  );
}
