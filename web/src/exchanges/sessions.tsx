import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { exactTime, number } from '../i18n/format';
import type { Column } from '../shared/data-table';
import { type ListQuery, useListState } from '../shared/list-state';
import { useOpenedId } from '../shared/opened-id';
import { NothingYet } from '../shared/page-states';
import { PagedTable } from '../shared/paged-table';
import { type Exchange, type ExchangeKind, LOOK_AGAIN_MS, isCalled } from './exchange';
import { SessionDrawer } from './session-drawer';
import { useTexts } from './texts';
import { type ExchangeSession, useSessions } from './use-sessions';

const NO_FILTERS = [] as const;

/** Visits of the other side, newest first. */
export function Sessions({ exchange: { id, kind } }: { exchange: Exchange }) {
  const t = useTexts();
  const list = useListState<ListQuery<'/api/exchanges/{id}/sessions'>>(NO_FILTERS);
  const opened = useOpenedId();
  const columns = useColumns(kind, opened.hrefOf);
  const sessions = useSessions(id, list.query, LOOK_AGAIN_MS);
  return (
    <>
      <Text c="dimmed" size="sm" mb="sm">
        {t(isCalled(kind) ? 'sessions.hintAsked' : 'sessions.hint')}
      </Text>
      <PagedTable<ExchangeSession>
        list={list}
        query={sessions}
        nothing={
          <NothingYet
            title={t('sessions.nothing')}
            hint={t(isCalled(kind) ? 'sessions.nothingAsked' : 'sessions.nothingHint')}
          />
        }
        label={t('tab.sessions')}
        rowKey={(row) => row.id}
        onRowClick={(row) => opened.open(row.id)}
        rowTone={({ failures }) => (failures > 0 ? 'bad' : undefined)}
        columns={columns}
      />
      <SessionDrawer exchangeId={id} id={opened.id} onClose={opened.close} />
    </>
  );
}

function useColumns(kind: ExchangeKind, hrefOf: (id: string) => string): Column<ExchangeSession>[] {
  const t = useTexts();
  const counted = (key: 'handedOut' | 'confirmed' | 'returned'): Column<ExchangeSession> => ({
    key,
    header: t(`sessions.${key}`),
    align: 'right',
    width: 130,
    render: (session) => number(session[key]),
  });
  return [
    {
      key: 'createdAt',
      header: t('sessions.started'),
      sort: 'createdAt',
      width: 190,
      render: ({ id, startedAt }) => (
        <Anchor component={Link} href={hrefOf(id)} size="sm" fw={600} style={{ whiteSpace: 'nowrap' }}>
          {exactTime(startedAt)}
        </Anchor>
      ),
    },
    { key: 'format', header: t('sessions.format'), render: ({ format }) => t(`sessions.formats.${format}`) },
    {
      key: 'address',
      header: t(isCalled(kind) ? 'sessions.asked' : 'sessions.address'),
      isMinor: true,
      render: ({ address }) => address,
    },
    ...(isCalled(kind) ? [] : [counted('handedOut'), counted('confirmed')]),
    counted('returned'),
    {
      key: 'failures',
      header: t('sessions.failures'),
      align: 'right',
      width: 100,
      render: ({ failures }) => (
        <Text
          span
          size="sm"
          fw={failures > 0 ? 600 : undefined}
          c={failures > 0 ? 'var(--mantine-color-error)' : undefined}
        >
          {number(failures)}
        </Text>
      ),
    },
  ];
}
