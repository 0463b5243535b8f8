import { Anchor, Button, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { number, rowCount } from '../i18n/format';
import { useMay } from '../session/session';
import { Ago } from '../shared/ago';
import { type Column, DataTable, type RowTone } from '../shared/data-table';
import { Page } from '../shared/page';
import { IconPlus } from '../shared/page-icons';
import { Loaded, NothingYet } from '../shared/page-states';
import { SearchedRows } from '../shared/searched-rows';
import { type Exchange, type ExchangeState, type HandOver, stateOf, tabAddress, useExchanges } from './exchange';
import { ExchangeBadge, ExchangeTrouble } from './exchange-state';
import { useTexts } from './texts';

const TONES: Partial<Record<ExchangeState, RowTone>> = { paused: 'bad', failing: 'late', silent: 'late' };

/** The shop's own systems that orders are handed over to. */
export default function ExchangesPage() {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  const exchanges = useExchanges();
  const columns = useColumns();
  const add = maySetUp && (
    <Button component={Link} href="/exchanges/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('connect')}
    </Button>
  );
  const isEmpty = exchanges.data?.length === 0;
  return (
    <Page title={t('title')} actions={exchanges.data && !isEmpty && add}>
      {!isEmpty && (
        <Text c="dimmed" size="sm" mb="md">
          {t('hint')}
        </Text>
      )}
      <Loaded query={exchanges}>
        {(all) =>
          all.length === 0 ? (
            <NothingYet
              title={t('nothing')}
              hint={maySetUp ? t('nothingHint') : `${t('nothingHint')} ${t('nothingReader')}`}
              action={add}
            />
          ) : (
            <>
              {all.map((exchange) => (
                <ExchangeTrouble key={exchange.id} exchange={exchange} />
              ))}
              <SearchedRows rows={all} textsOf={({ name }) => [name]} placeholder={t('name')}>
                {(found) => (
                  <DataTable<Exchange>
                    label={t('title')}
                    minWidth={960}
                    rows={found}
                    rowKey={({ id }) => id}
                    rowName={({ name }) => name}
                    rowHref={({ id }) => `/exchanges/${id}`}
                    rowTone={(exchange) => TONES[stateOf(exchange)]}
                    columns={columns}
                  />
                )}
              </SearchedRows>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function useColumns(): Column<Exchange>[] {
  const t = useTexts();
  const counted = (state: 'waiting' | 'sent' | 'failed'): Column<Exchange> => ({
    key: state,
    header: t(state),
    align: 'right',
    width: 92,
    render: ({ id, handOvers }) => <Count id={id} state={state} count={handOvers[state]} hint={t(`${state}Hint`)} />,
  });
  return [
    {
      key: 'name',
      header: t('name'),
      render: ({ id, name }) => (
        <Anchor component={Link} href={`/exchanges/${id}`} size="sm" fw={600}>
          {name}
        </Anchor>
      ),
    },
    { key: 'kind', header: t('kindHeader'), width: 110, render: ({ kind }) => t(`kind.${kind}`) },
    {
      key: 'state',
      header: t('stateHeader'),
      width: 130,
      render: (exchange) => <ExchangeBadge exchange={exchange} />,
    },
    {
      key: 'lastContact',
      header: t('lastContact'),
      width: 130,
      render: ({ lastContactAt }) =>
        lastContactAt ? (
          <Ago time={lastContactAt} />
        ) : (
          <Text span size="sm" c="dimmed">
            {t('never')}
          </Text>
        ),
    },
    counted('waiting'),
    counted('sent'),
    counted('failed'),
    {
      key: 'attention',
      header: t('attention'),
      width: 180,
      render: (exchange) => exchange.unmappedStatuses + exchange.openProposals > 0 && <Attention exchange={exchange} />,
    },
  ];
}

interface CountProps {
  id: string;
  state: HandOver['state'];
  count: number;
  hint: string;
}

/** Leads to the hand-overs that it counts. */
function Count({ id, state, count, hint }: CountProps) {
  if (count === 0) {
    return (
      <Text span size="sm" c="dimmed">
        {number(0)}
      </Text>
    );
  }
  return (
    <Anchor
      component={Link}
      href={tabAddress(id, 'hand-overs', `&state=${state}`)}
      size="sm"
      fw={600}
      c={state === 'failed' ? 'var(--mantine-color-error)' : undefined}
      title={hint}
    >
      {rowCount(count)}
    </Anchor>
  );
}

/** What somebody has to say before the exchange can go on with it. */
function Attention({ exchange: { id, unmappedStatuses, openProposals } }: { exchange: Exchange }) {
  const t = useTexts();
  return (
    <Stack gap={2} component="span">
      {unmappedStatuses > 0 && (
        <Anchor component={Link} href={tabAddress(id, 'statuses')} size="sm">
          {t('unmapped', { number: number(unmappedStatuses) })}
        </Anchor>
      )}
      {openProposals > 0 && (
        <Anchor component={Link} href={tabAddress(id, 'proposals')} size="sm">
          {t('proposalsOpen', { number: number(openProposals) })}
        </Anchor>
      )}
    </Stack>
  );
}
