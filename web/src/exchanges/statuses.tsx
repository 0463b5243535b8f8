import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { StatusSelect } from '../order-statuses/status-select';
import { type OrderStatus, useStatuses } from '../order-statuses/use-statuses';
import { useMay } from '../session/session';
import { Ago } from '../shared/ago';
import { StatusBadge } from '../shared/badges';
import { type Column, DataTable } from '../shared/data-table';
import { IconPlus } from '../shared/page-icons';
import { Loaded, NothingYet } from '../shared/page-states';
import { TwoLines } from '../shared/two-lines';
import { useIsOnline } from '../shell/connection-watch';
import { AddStatus } from './add-status';
import type { Exchange } from './exchange';
import { useTexts } from './texts';
import { useAssign } from './use-assign';
import { type ExchangeStatus as Value, namesakeOf, useExchangeStatuses } from './use-exchange-statuses';

/** What statuses are called over there, and what each means here. */
export function Statuses({ exchange: { id, kind } }: { exchange: Exchange }) {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  const [isAdding, setAdding] = useState(false);
  const columns = useColumns(id);
  const { data: statuses = [] } = useStatuses();
  const isOpen = (value: Value) => value.statusId === null && value.seen > 0 && !namesakeOf(value, statuses);
  const values = useExchangeStatuses(id);
  // Where there is a directory it says all there are.
  const add = maySetUp && kind === 'one_c' && (
    <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('statuses.add')}
    </Button>
  );
  return (
    <>
      <Loaded query={values}>
        {(all) =>
          all.length === 0 ? (
            <NothingYet
              title={t('statuses.nothing')}
              hint={t(kind === 'one_c' ? 'statuses.nothingHint' : 'statuses.directory')}
              action={add}
            />
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

function useColumns(id: string): Column<Value>[] {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  const { data: statuses = [] } = useStatuses();
  return [
    { key: 'value', header: t('statuses.value'), render: (value) => <Called value={value} /> },
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
      width: 350,
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

/** By its name; beside it the code by which the other side means it. */
function Called({ value: { value, name } }: { value: Value }) {
  const t = useTexts();
  return <TwoLines first={<b>{name || value}</b>} second={name && t('statuses.code', { value })} />;
}

function Meant({ value, statuses }: { value: Value; statuses: OrderStatus[] }) {
  const t = useTexts();
  const status = statuses.find(({ id }) => id === value.statusId) ?? namesakeOf(value, statuses);
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
  const same = namesakeOf(row, statuses);
  const called = row.name || value;
  const isOnline = useIsOnline();
  const [chosen, setChosen] = useState(statusId);
  const assign = useAssign(id);
  return (
    <Group gap="xs" w="100%" justify="flex-end">
      <StatusSelect
        aria-label={t('statuses.oursOf', { value: called })}
        placeholder={same ? t('statuses.byName', { name: same.name }) : t('statuses.notChosen')}
        statuses={statuses}
        clearable
        clearButtonProps={{ 'aria-label': t('statuses.clear') }}
        style={{ flex: '1 1 180px' }}
        value={chosen}
        onChange={setChosen}
      />
      <Button
        size="compact-md"
        variant="light"
        aria-label={t('statuses.assignOne', { value: called })}
        disabled={!isOnline || chosen === statusId}
        loading={assign.isPending}
        onClick={() => assign.mutate({ value, statusId: chosen })}
      >
        {t('statuses.assign')}
      </Button>
    </Group>
  );
}
