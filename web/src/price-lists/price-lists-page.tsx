import { Anchor, Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { number } from '../i18n/format';
import { useMay } from '../session/session';
import { Ago } from '../shared/ago';
import { type Column, DataTable, type RowTone } from '../shared/data-table';
import { Page } from '../shared/page';
import { IconPlus, IconUpload } from '../shared/page-icons';
import { Loaded, NothingFound, NothingYet } from '../shared/page-states';
import { SearchedRows } from '../shared/searched-rows';
import { useIsOnline } from '../shell/connection-watch';
import { useRegionChoice, useRegionName } from '../shell/regions';
import { ACCEPTED } from './file-drop';
import { ListBadge, type ListState, ListTroubleLines, ReadingProgress, stateOf } from './list-state';
import { importAddress, type PriceList, usePriceLists } from './price-list';
import { useTexts } from './texts';
import { useLoad } from './use-load';

const TONES: Partial<Record<ListState, RowTone>> = { held: 'waiting', stale: 'late' };

const toneOf = (list: PriceList): RowTone | undefined =>
  list.lastFailure || list.fetchError ? 'bad' : TONES[stateOf(list)];

/** What the shop and its suppliers have, list by list. */
export default function PriceListsPage() {
  const t = useTexts();
  const maySetUp = useMay('administer');
  const { regionId, choose } = useRegionChoice();
  const lists = usePriceLists();
  const columns = useColumns();
  const add = maySetUp && (
    <Button component={Link} href="/price-lists/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('add')}
    </Button>
  );
  const isEmpty = lists.data?.length === 0;
  return (
    <Page title={t('title')} actions={lists.data && !isEmpty && add}>
      {!isEmpty && (
        <Text c="dimmed" size="sm" mb="md">
          {t('hint')}
        </Text>
      )}
      <Loaded query={lists}>
        {(all) =>
          all.length > 0 ? (
            <SearchedRows rows={all} textsOf={({ name }) => [name]} placeholder={t('name')}>
              {(found) => (
                <DataTable<PriceList>
                  label={t('title')}
                  minWidth={960}
                  rows={found}
                  rowKey={({ id }) => id}
                  rowName={({ name }) => name}
                  rowHref={({ id }) => `/price-lists/${id}`}
                  rowTone={toneOf}
                  columns={columns}
                />
              )}
            </SearchedRows>
          ) : regionId ? (
            <NothingFound onReset={() => choose('')} />
          ) : (
            <NothingYet
              title={t('nothing')}
              hint={maySetUp ? t('nothingHint') : `${t('nothingHint')} ${t('nothingReader')}`}
              action={add}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

function useColumns(): Column<PriceList>[] {
  const t = useTexts();
  const { regions } = useRegionChoice();
  const regionName = useRegionName();
  return [
    {
      key: 'name',
      header: t('name'),
      render: ({ id, name }) => (
        <Anchor component={Link} href={`/price-lists/${id}`} size="sm" fw={600}>
          {name}
        </Anchor>
      ),
    },
    ...(regions.length > 1
      ? [{ key: 'region', header: t('region'), render: ({ regionId }: PriceList) => regionName(regionId) }]
      : []),
    {
      key: 'kind',
      header: t('whose'),
      width: 150,
      render: ({ isOwnStock, deliveryDaysMin: min, deliveryDaysMax: max }) => (
        <>
          {t(isOwnStock ? 'ownStock' : 'supplier')}
          <Text size="xs" c="dimmed">
            {max > 0 && t('days', { days: min === max ? max : `${min}–${max}` })}
          </Text>
        </>
      ),
    },
    { key: 'rows', header: t('rows'), align: 'right', width: 110, render: ({ rows }) => number(rows) },
    {
      key: 'listed',
      header: t('listedAt'),
      width: 130,
      render: ({ listedAt }) => (listedAt ? <Ago time={listedAt} /> : '—'),
    },
    { key: 'state', header: t('stateHeader'), width: 260, render: (list) => <HowItIs list={list} /> },
    {
      key: 'load',
      header: t('load'),
      isHeaderHidden: true,
      align: 'right',
      width: 160,
      render: (list) => <LoadButton list={list} />,
    },
  ];
}

function HowItIs({ list }: { list: PriceList }) {
  const t = useTexts();
  const { id, heldImportId, running } = list;
  return (
    <Stack gap={4}>
      <Group gap={6}>
        <ListBadge list={list} />
      </Group>
      {running && <ReadingProgress progress={running.progress} />}
      {heldImportId !== null && (
        <Anchor component={Link} href={importAddress(id, heldImportId)} size="sm">
          {t('lookAndDecide')}
        </Anchor>
      )}
      <ListTroubleLines list={list} />
    </Stack>
  );
}

function LoadButton({ list: { id, name, running } }: { list: PriceList }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const { load, isPending } = useLoad(id);
  return (
    <FileButton accept={ACCEPTED} onChange={(file) => file && load(file)}>
      {(props) => (
        <Button
          {...props}
          variant="default"
          size="compact-sm"
          leftSection={<IconUpload size={14} aria-hidden />}
          aria-label={t('loadInto', { name })}
          loading={isPending}
          disabled={!isOnline || running !== null}
        >
          {t('load')}
        </Button>
      )}
    </FileButton>
  );
}
