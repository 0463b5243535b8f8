import { Box, Button, Text } from '@mantine/core';
import { IconPlus } from '../shared/page-icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { dateTime, weekdays } from '../i18n/format';
import { useMay } from '../session/session';
import { deleteAsked } from '../shared/delete-asked';
import { SearchField } from '../shared/filters';
import { type ListQuery, useListState } from '../shared/list-state';
import { actionsColumn } from '../shared/data-table';
import { PagedTable } from '../shared/paged-table';
import { Page } from '../shared/page';
import { NothingYet } from '../shared/page-states';
import { EditOrDelete } from '../shared/row-menu';
import { useIsOnline } from '../shell/connection-watch';
import { hoursInWords } from './calendar';
import { RegionForm } from './region-form';
import { useTexts } from './texts';

type Region = Schemas['RegionView'];

const FILTERS = ['q'] as const;

export default function RegionsPage() {
  const t = useTexts();
  const mayEdit = useMay('administer');
  const list = useListState<ListQuery<'/api/regions'>>(FILTERS);
  const [edited, setEdited] = useState<Region | 'new'>();
  const regions = useQuery({
    queryKey: ['regions', list.query],
    queryFn: ({ signal }) => call(api.GET('/api/regions', { params: { query: list.query }, signal })),
    placeholderData: keepPreviousData,
  });
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('add')}
    </Button>
  );
  const isEmpty = !list.hasFilters && regions.data?.data.length === 0;
  return (
    <Page title={t('title')} actions={mayEdit && !isEmpty && add}>
      {!isEmpty && (
        <Text c="dimmed" size="sm" mb="md">
          {t('hint')}
        </Text>
      )}
      {!isEmpty && (
        <Box mb="sm">
          <SearchField value={list.filters.q} placeholder={t('searchHint')} onChange={(q) => list.filter({ q })} />
        </Box>
      )}
      <PagedTable<Region>
        list={list}
        query={regions}
        nothing={<NothingYet title={t('nothing')} hint={t('hint')} action={mayEdit && add} />}
        label={t('title')}
        rowKey={({ id }) => id}
        onRowClick={mayEdit ? setEdited : undefined}
        columns={[
          { key: 'name', header: t('name'), render: ({ name }) => name },
          { key: 'timeZone', header: t('timeZone'), render: ({ timeZone }) => timeZone },
          {
            key: 'workingHours',
            header: t('workingHours'),
            render: ({ workingHours }) => (workingHours ? hoursInWords(workingHours, weekdays('short')) : t('always')),
          },
          {
            key: 'createdAt',
            header: t('created'),
            sort: 'createdAt',
            render: ({ createdAt }) => dateTime(createdAt),
          },
          actionsColumn(56, (region) => mayEdit && <RegionActions region={region} onEdit={() => setEdited(region)} />),
        ]}
      />
      {edited && <RegionForm region={edited === 'new' ? null : edited} onClose={() => setEdited(undefined)} />}
    </Page>
  );
}

function RegionActions({ region: { id, name }, onEdit }: { region: Region; onEdit(): void }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const remove = () =>
    deleteAsked({
      title: t('deleteTitle', { name }),
      children: t('deleteHint'),
      remove: () => call(api.DELETE('/api/regions/{id}', { params: { path: { id } } })),
      done: t('deleted'),
      subject: 'regions',
    });
  return (
    <EditOrDelete
      label={t('actions', { name })}
      edit={t('edit')}
      onEdit={onEdit}
      onDelete={() => void remove()}
      mayAct={isOnline}
    />
  );
}
