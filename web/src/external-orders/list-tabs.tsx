import { Badge, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, call, type Schemas } from '../api/client';
import { rowCount } from '../i18n/format';
import { useWords } from '../i18n/words';
import type { ExternalOrderState, InboxList, InboxQuery } from './list-query';
import classes from '../shared/tabs.module.css';
import { useTexts } from './texts';

const TABS = [
  { key: 'all', states: [] },
  { key: 'waiting', states: ['new', 'partially_decided'] },
  { key: 'attention', states: ['needs_attention'] },
  { key: 'accepted', states: ['accepted'] },
  { key: 'partly', states: ['partially_accepted'] },
  { key: 'refused', states: ['refused'] },
  { key: 'cancelled', states: ['cancelled'] },
  { key: 'deleted', states: ['deleted'] },
] as const satisfies Array<{ key: string; states: ExternalOrderState[] }>;

/** The tab of a choice of states that no other tab stands for, as a link may carry. */
const OWN = 'own';
const URGENT: ReadonlySet<string> = new Set(['waiting', 'attention']);

function countOf(counts: Schemas['ExternalOrderCounts'], states: readonly ExternalOrderState[]): number | undefined {
  if (states.length === 0) return counts.total;
  const known: Partial<Record<ExternalOrderState, number>> = counts.states;
  return states.reduce<number | undefined>(
    (sum, state) => (known[state] === undefined ? sum : (sum ?? 0) + known[state]),
    undefined,
  );
}

interface Props {
  list: InboxList;
  query: InboxQuery;
  children: ReactNode;
}

/** One tab for each state, with how many the chosen filters leave in it. */
export function ListTabs({ list, query, children }: Props) {
  const t = useTexts();
  const words = useWords();
  const {
    page: _page,
    perPage: _perPage,
    sort: _sort,
    state: _state,
    positionState: _positionState,
    ...counted
  } = query;
  const { data: counts } = useQuery({
    queryKey: ['external-orders', 'counts', counted],
    queryFn: ({ signal }) => call(api.GET('/api/external-orders/counts', { params: { query: counted }, signal })),
  });
  const chosen = list.filters.state;
  const current = TABS.find(({ states }) => states.join(',') === chosen)?.key ?? OWN;
  return (
    <Tabs value={current} onChange={(key) => list.filter({ state: statesOf(key).join(',') })} keepMounted={false}>
      <Tabs.List aria-label={t('tabs')} className={classes.tabs} mb="md">
        {TABS.map(({ key, states }) => {
          const count = counts && countOf(counts, states);
          const isUrgent = URGENT.has(key) && Boolean(count);
          return (
            <Tabs.Tab
              key={key}
              value={key}
              rightSection={
                count !== undefined && (
                  <Badge size="sm" variant={isUrgent ? 'filled' : 'default'} miw="max-content">
                    {rowCount(count)}
                  </Badge>
                )
              }
            >
              {t(`tab.${key}`)}
            </Tabs.Tab>
          );
        })}
        {current === OWN && (
          <Tabs.Tab value={OWN}>
            {chosen
              .split(',')
              .map((state) => (isState(state) ? words(`externalOrderState.${state}`) : t('tab.unknown')))
              .join(', ')}
          </Tabs.Tab>
        )}
      </Tabs.List>
      <Tabs.Panel value={current}>{children}</Tabs.Panel>
    </Tabs>
  );
}

/** Whether it is one at all: anything may stand in an address. */
function isState(name: string): name is ExternalOrderState {
  return TABS.some(({ states }) => (states as readonly string[]).includes(name));
}

function statesOf(key: string | null): readonly ExternalOrderState[] {
  return TABS.find((tab) => tab.key === key)?.states ?? [];
}
