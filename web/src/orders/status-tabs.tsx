import { Badge, Tabs } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { rowCount } from '../i18n/format';
import { ColorDot } from '../order-statuses/color-dot';
import { useStatuses } from '../order-statuses/use-statuses';
import { useTexts as useSharedTexts } from '../shared/texts';
import classes from '../shared/tabs.module.css';
import type { OrderListQuery } from './orders-filters';
import { useTexts } from './texts';

/** How many orders are in each status, under the other filters. */
export function StatusTabs({ query, chosen }: { query: OrderListQuery; chosen: string }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const { data: statuses = [] } = useStatuses();
  const { regionId, connectionId, flag, q, from, to } = query;
  const filters = { regionId, connectionId, flag, q, from, to };
  const { data } = useQuery({
    queryKey: ['orders', 'counts', filters],
    queryFn: ({ signal }) => call(api.GET('/api/orders/counts', { params: { query: filters }, signal })),
    placeholderData: keepPreviousData,
  });
  const countOf = (statusId: string | null) =>
    data?.statuses.find((each) => each.statusId === statusId)?.count ?? (data ? 0 : undefined);
  const tabs = [
    { value: 'all', name: shared('all'), count: data?.total },
    { value: 'none', name: t('inDifferentTab'), count: countOf(null) },
    ...statuses.map(({ id, name, color }) => ({ value: id, name, color, count: countOf(id) })),
  ];
  // Empty statuses would only hide the others; the chosen one stays in its place.
  const shown = tabs.filter(({ value, count }) => value === 'all' || value === chosen || count);
  return (
    <Tabs.List className={classes.tabs} aria-label={t('byStatus')}>
      {shown.map(({ value, name, count, ...tab }) => (
        <Tabs.Tab
          key={value}
          value={value}
          leftSection={'color' in tab && <ColorDot color={tab.color} />}
          rightSection={
            count !== undefined && (
              <Badge size="sm" variant="default" miw="max-content">
                {rowCount(count)}
              </Badge>
            )
          }
        >
          {name}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
}
