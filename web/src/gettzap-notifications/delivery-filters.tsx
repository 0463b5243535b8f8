import { Group, Select } from '@mantine/core';
import { useExchanges } from '../exchanges/exchange';
import { useWords } from '../i18n/words';
import { ConnectionSelect } from '../shared/connection-select';
import { useConnectionName } from '../shared/connections';
import { FilterChips, SearchField } from '../shared/filters';
import type { ListQuery, ListState } from '../shared/list-state';
import { periodEndInWords, PeriodFilter } from '../shared/period-filter';
import type { Delivery } from './delivery';
import { useExternalNumber } from '../shared/use-external-number';
import { useTexts } from './texts';

export type DeliveryQuery = ListQuery<'/api/gettzap-notifications'>;
export type Channel = Delivery['channel'];

const STATES = ['pending', 'sending', 'retrying', 'delivered', 'dead', 'cancelled', 'skipped'] as const;
export const UNFINISHED = 'pending,sending,retrying';
const NOTICE_KINDS = [
  'order_accepted',
  'order_refused',
  'position_accepted',
  'position_refused',
  'item_status',
  'order_status',
] as const;

const OF_EXCHANGE = ['state', 'exchangeId', 'externalOrderId', 'orderId', 'q', 'from', 'to'] as const;
export const FILTERS = {
  gettzap: ['state', 'kind', 'connectionId', 'externalOrderId', 'orderId', 'q', 'from', 'to'],
  webhook: ['state', 'webhookId', 'externalOrderId', 'orderId', 'q', 'from', 'to'],
  email: ['state', 'q', 'from', 'to'],
  abcp: OF_EXCHANGE,
  parts_soft: OF_EXCHANGE,
} as const;

export function DeliveryFilters({ channel, list }: { channel: Channel; list: ListState<DeliveryQuery> }) {
  const t = useTexts();
  const words = useWords();
  const { filters, filter } = list;
  return (
    <>
      <Group gap="xs" mb="sm">
        <SearchField
          value={filters.q}
          placeholder={t(channel === 'email' ? 'searchEmail' : 'searchPlaceholder')}
          onChange={(q) => filter({ q })}
        />
        <Select
          aria-label={t('state')}
          placeholder={t('allStates')}
          w={190}
          clearable
          data={[
            { value: UNFINISHED, label: t('unfinished') },
            ...STATES.map((state) => ({ value: state, label: words(`deliveryState.${state}`) })),
          ]}
          value={filters.state || null}
          onChange={(state) => filter({ state: state ?? '' })}
        />
        {channel === 'gettzap' && (
          <Select
            aria-label={t('what')}
            placeholder={t('allKinds')}
            w={210}
            clearable
            data={NOTICE_KINDS.map((kind) => ({ value: kind, label: words(`noticeKind.${kind}`) }))}
            value={filters.kind || null}
            onChange={(kind) => filter({ kind: kind ?? '' })}
          />
        )}
        {channel === 'gettzap' && (
          <ConnectionSelect value={filters.connectionId} onChange={(connectionId) => filter({ connectionId })} />
        )}
        <PeriodFilter from={filters.from} to={filters.to} onChange={filter} />
      </Group>
      <DeliveryChips list={list} />
    </>
  );
}

/** The chosen filters in words. */
export function DeliveryChips({ list }: { list: ListState<DeliveryQuery> }) {
  const t = useTexts();
  const words = useWords();
  const nameOf = useConnectionName();
  const { data: exchanges = [] } = useExchanges({ isAsked: Boolean(list.filters.exchangeId), isWatched: false });
  const externalOrder = useExternalNumber(list.filters.externalOrderId);
  const exchangeName = (id: string) => exchanges.find((each) => each.id === id)?.name ?? words('numbered', { id });
  const each = (value: string, say: (one: string) => string) => value.split(',').map(say).join(', ');
  const stateWord = (state: string) => words(`deliveryState.${state as Delivery['state']}`);
  return (
    <FilterChips
      list={list}
      describe={(name, value) => {
        if (name === 'state') return value === UNFINISHED ? t('unfinished') : each(value, stateWord);
        if (name === 'kind') return each(value, (kind) => words(`noticeKind.${kind as (typeof NOTICE_KINDS)[number]}`));
        if (name === 'connectionId') return nameOf(value);
        if (name === 'webhookId') return t('webhookChip', { id: value });
        if (name === 'exchangeId') return t('exchangeChip', { name: exchangeName(value) });
        if (name === 'externalOrderId') return t('externalOrderNumber', { number: externalOrder });
        if (name === 'orderId') return t('orderNumber', { id: value });
        if (name === 'from' || name === 'to') return periodEndInWords(name, value);
        return t('searchChip', { q: value });
      }}
    />
  );
}
