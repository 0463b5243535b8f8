import { Anchor, Badge, Button, Stack, Tabs, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'wouter';
import { api, call } from '../api/client';
import { dateTime, number } from '../i18n/format';
import { Ago, useNow } from '../shared/ago';
import type { Column } from '../shared/data-table';
import { Facts } from '../shared/facts';
import { useListState } from '../shared/list-state';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { IconRefresh } from '../shared/page-icons';
import { Page } from '../shared/page';
import { Loaded } from '../shared/page-states';
import { PagedTable } from '../shared/paged-table';
import { Section } from '../shared/section';
import { useIsOnline } from '../shell/connection-watch';
import { useRegionName } from '../shell/regions';
import { FileDrop } from './file-drop';
import { ImportBadge, ListBadge, ListTrouble, ReadingProgress } from './list-state';
import {
  importAddress,
  type ListImport,
  type PriceList,
  priceListsChanged,
  useImports,
  usePriceList,
} from './price-list';
import { SettingsTab } from './settings-tab';
import { useTexts } from './texts';
import { useLoad } from './use-load';

export default function PriceListPage() {
  const t = useTexts();
  const { id } = useParams<{ id: string }>();
  const list = usePriceList(id);
  const regionName = useRegionName();
  const { data } = list;
  return (
    <Page
      title={data?.name ?? t('title')}
      back={{ href: '/price-lists', label: t('title') }}
      beside={
        data && (
          <>
            <Badge color="gray">{regionName(data.regionId)}</Badge>
            <ListBadge list={data} />
          </>
        )
      }
    >
      <Loaded query={list}>{(loaded) => <Content key={loaded.id} list={loaded} />}</Loaded>
    </Page>
  );
}

function Content({ list }: { list: PriceList }) {
  const t = useTexts();
  const [params, setParams] = useSearchParams();
  const tab = params.get('tab') === 'settings' ? 'settings' : 'files';
  return (
    <>
      <ListTrouble list={list} />
      <Tabs
        value={tab}
        keepMounted={false}
        activateTabWithKeyboard={false}
        onChange={(chosen) => setParams(chosen === 'settings' ? { tab: 'settings' } : {})}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="files">{t('tab.files')}</Tabs.Tab>
          <Tabs.Tab value="settings">{t('tab.settings')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="files">
          <Files list={list} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <SettingsTab list={list} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** What is in force, what comes next, and what came before. */
function Files({ list }: { list: PriceList }) {
  const t = useTexts();
  return (
    <Stack>
      <Section title={t('inForce')} beside={list.url && <FetchNow id={list.id} />}>
        <InForce list={list} />
      </Section>
      <NewFile list={list} />
      <Section title={t('history')}>
        <History list={list} />
      </Section>
    </Stack>
  );
}

/** Has the file fetched without waiting for its time. */
function FetchNow({ id }: { id: string }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const fetching = useMutation({
    mutationFn: () => call(api.POST('/api/price-lists/{id}/fetch', { params: { path: { id } } })),
    onSuccess: () => notifySuccess(t('fetchBegan')),
    onError: (error) => notifyFailure(error),
    onSettled: priceListsChanged,
  });
  return (
    <Button
      variant="default"
      size="compact-md"
      leftSection={<IconRefresh size={14} aria-hidden />}
      loading={fetching.isPending}
      disabled={!isOnline}
      onClick={() => fetching.mutate()}
    >
      {t('fetchNow')}
    </Button>
  );
}

function InForce({ list }: { list: PriceList }) {
  const t = useTexts();
  const now = useNow();
  const { id, liveImportId, rows, rejected, listedAt, url, checkedAt, nextFetchAt } = list;
  const facts: Array<[string, React.ReactNode]> = [
    [t('rows'), liveImportId !== null && number(rows)],
    [
      t('rejected'),
      liveImportId !== null && rejected > 0 && (
        <Anchor component={Link} href={importAddress(id, liveImportId)} size="sm">
          {number(rejected)}
        </Anchor>
      ),
    ],
    [t('listedAt'), listedAt && <Ago time={listedAt} />],
    [t('url'), url],
    [t('checkedAt'), url && (checkedAt ? <Ago time={checkedAt} /> : t('notYet'))],
    [t('nextFetch'), url && nextFetchAt && (Date.parse(nextFetchAt) > now ? <Ago time={nextFetchAt} /> : t('soon'))],
  ];
  return (
    <>
      {liveImportId === null && (
        <Text size="sm" c="dimmed" mb={url ? 'xs' : 0}>
          {t(url ? 'noneYetByUrl' : 'noneYet')}
        </Text>
      )}
      <Facts facts={facts} />
    </>
  );
}

/** The button for a new file; while one is being read, how far it is. */
function NewFile({ list: { id, running } }: { list: PriceList }) {
  const t = useTexts();
  const { load, isPending } = useLoad(id);
  if (!running) {
    return <FileDrop label={t('loadNew')} hint={t('loadNewHint')} isBusy={isPending} onFile={load} />;
  }
  return (
    <Section
      title={t('reading')}
      beside={
        <Anchor component={Link} href={importAddress(id, running.id)} size="sm">
          {t('lookCloser')}
        </Anchor>
      }
    >
      <ReadingProgress progress={running.progress} />
    </Section>
  );
}

const NO_FILTERS = [] as const;

function History({ list: { id, running } }: { list: PriceList }) {
  const t = useTexts();
  const state = useListState<{ page: number; perPage: number; sort: string }>(NO_FILTERS);
  const imports = useImports(id, { page: state.page, perPage: state.perPage }, running !== null);
  const columns: Column<ListImport>[] = [
    {
      key: 'createdAt',
      header: t('came'),
      width: 160,
      render: (row) => (
        <Anchor component={Link} href={importAddress(id, row.id)} size="sm" fw={600}>
          {dateTime(row.createdAt)}
        </Anchor>
      ),
    },
    { key: 'fileName', header: t('file'), render: ({ fileName }) => fileName },
    { key: 'source', header: t('source'), render: ({ source, author }) => (source === 'url' ? t('byUrl') : author) },
    {
      key: 'state',
      header: t('stateHeader'),
      width: 170,
      render: (row) =>
        row.state === 'running' ? <ReadingProgress progress={row.progress} /> : <ImportBadge state={row.state} />,
    },
    { key: 'taken', header: t('rows'), align: 'right', width: 110, render: ({ taken }) => number(taken) },
    { key: 'rejected', header: t('rejected'), align: 'right', width: 130, render: ({ rejected }) => number(rejected) },
  ];
  return (
    <PagedTable<ListImport>
      list={state}
      query={imports}
      nothing={
        <Text size="sm" c="dimmed">
          {t('noHistory')}
        </Text>
      }
      label={t('history')}
      rowKey={(row) => row.id}
      rowHref={(row) => importAddress(id, row.id)}
      columns={columns}
    />
  );
}
