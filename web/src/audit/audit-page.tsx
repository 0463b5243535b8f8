import { Anchor, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { exactTime } from '../i18n/format';
import { word } from '../i18n/words';
import type { Column } from '../shared/data-table';
import { FilterChips } from '../shared/filters';
import { type ListQuery, useListState } from '../shared/list-state';
import { useOpenedId } from '../shared/opened-id';
import { PagedTable } from '../shared/paged-table';
import { Page } from '../shared/page';
import { NothingYet } from '../shared/page-states';
import { periodEndInWords } from '../shared/period-filter';
import { AuditDrawer } from './audit-drawer';
import { AuditFilters } from './audit-filters';
import { ChangeSummary } from './change-summary';
import type { Entry, NameOf } from './field-words';
import { useNames } from './names';
import { actionInWords, subjectInWords } from './subject';
import { useTexts } from './texts';
import { Thing } from './thing';

const FILTERS = ['userId', 'action', 'subject', 'subjectId', 'from', 'to'] as const;

export default function AuditPage() {
  const t = useTexts();
  const list = useListState<ListQuery<'/api/audit'>>(FILTERS);
  const opened = useOpenedId();
  const entries = useQuery({
    queryKey: ['audit', list.query],
    queryFn: ({ signal }) => call(api.GET('/api/audit', { params: { query: list.query }, signal })),
    placeholderData: keepPreviousData,
  });
  const { users, nameOf } = useNames(entries.data?.data ?? []);
  const columns = useColumns(nameOf, opened.hrefOf);
  const describe = (name: (typeof FILTERS)[number], value: string) => {
    if (name === 'userId') return `${t('user')}: ${nameOf('user', value) ?? value}`;
    if (name === 'action') return `${t('action.title')}: ${actionInWords(value)}`;
    if (name === 'subject') return `${t('subjectFilter')}: ${subjectInWords(value)}`;
    if (name === 'subjectId') return word('numbered', { id: value });
    return periodEndInWords(name, value);
  };
  const isEmpty = entries.data?.data.length === 0 && !list.hasFilters;
  return (
    <Page title={t('title')}>
      {!isEmpty && (
        <Text c="dimmed" size="sm" mb="md">
          {t('hint')}
        </Text>
      )}
      <AuditFilters list={list} users={users} />
      <FilterChips list={list} describe={describe} />
      <PagedTable<Entry>
        list={list}
        query={entries}
        nothing={<NothingYet title={t('nothing')} hint={t('hint')} />}
        label={t('title')}
        isList
        rowKey={({ id }) => id}
        onRowClick={({ id }) => opened.open(id)}
        columns={columns}
      />
      <AuditDrawer id={opened.id} list={list} onClose={opened.close} />
    </Page>
  );
}

function useColumns(nameOf: NameOf, hrefOf: (id: string) => string): Column<Entry>[] {
  const t = useTexts();
  return [
    {
      key: 'when',
      header: t('when'),
      width: 184,
      sort: 'createdAt',
      render: ({ id, createdAt }) => (
        <Anchor component={Link} href={hrefOf(id)} inherit>
          <time dateTime={createdAt}>{exactTime(createdAt)}</time>
        </Anchor>
      ),
    },
    {
      key: 'who',
      header: t('who'),
      width: 170,
      render: ({ actor, apiKeyId }) => <span title={actor}>{apiKeyId ? `${actor} (${t('byKey')})` : actor}</span>,
    },
    { key: 'action', header: t('action.title'), width: 210, render: ({ action }) => actionInWords(action) },
    { key: 'what', header: t('what'), width: 250, render: (entry) => <Thing entry={entry} nameOf={nameOf} /> },
    { key: 'changes', header: t('changes'), render: (entry) => <ChangeSummary entry={entry} nameOf={nameOf} /> },
  ];
}
