import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { number } from '../i18n/format';
import { Ago } from '../shared/ago';
import type { Column } from '../shared/data-table';
import { useListState } from '../shared/list-state';
import { NothingYet } from '../shared/page-states';
import { PagedTable } from '../shared/paged-table';
import { useIsOnline } from '../shell/connection-watch';
import { AssignDialog } from './assign-dialog';
import { type UnknownBrand, useSettling, useUnknownBrands } from './brands';
import { useTexts } from './texts';

const NO_FILTERS = [] as const;

/** Spellings that came in orders and lists, each to be given its place by one press. */
export function UnknownBrands({ mayChange }: { mayChange: boolean }) {
  const t = useTexts();
  const list = useListState(NO_FILTERS);
  const unknown = useUnknownBrands({ page: list.page, perPage: list.perPage });
  const [asked, setAsked] = useState<UnknownBrand>();
  const columns: Column<UnknownBrand>[] = [
    {
      key: 'name',
      header: t('spelling'),
      width: 220,
      render: ({ name }) => (
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
      ),
    },
    { key: 'seen', header: t('seen'), align: 'right', width: 110, render: ({ seen }) => number(seen) },
    { key: 'lastSeenAt', header: t('lastSeen'), width: 150, render: ({ lastSeenAt }) => <Ago time={lastSeenAt} /> },
  ];
  if (mayChange)
    columns.push({
      key: 'actions',
      header: t('whose'),
      isHeaderHidden: true,
      render: (brand) => <Places unknown={brand} onAsk={() => setAsked(brand)} />,
    });
  return (
    <>
      <PagedTable<UnknownBrand>
        list={list}
        query={unknown}
        nothing={<NothingYet title={t('unknownNothing')} hint={t('unknownNothingHint')} />}
        label={t('unknown')}
        rowKey={({ name }) => name}
        hasFixedWidths
        columns={columns}
      />
      {asked && <AssignDialog spelling={asked.name} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function Places({ unknown: { name, suggestion }, onAsk }: { unknown: UnknownBrand; onAsk(): void }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const settling = useSettling();
  const isDisabled = !isOnline || settling.isPending;
  return (
    <Group gap="xs">
      {suggestion && (
        <Button
          size="compact-sm"
          variant="light"
          disabled={isDisabled}
          onClick={() => settling.mutate({ spelling: name, brand: suggestion })}
        >
          {t('isSynonymOf', { name: suggestion.name })}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant={suggestion ? 'subtle' : 'light'}
        disabled={isDisabled}
        aria-label={t('otherLabel', { name })}
        onClick={onAsk}
      >
        {t('other')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        disabled={isDisabled}
        aria-label={t('ofItsOwnLabel', { name })}
        onClick={() => settling.mutate({ spelling: name, brand: null })}
      >
        {t('ofItsOwn')}
      </Button>
    </Group>
  );
}
