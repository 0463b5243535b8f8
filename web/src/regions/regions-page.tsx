import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { IconDots, IconPencil, IconPlus, IconTrash } from '../shared/page-icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { dateTime, weekdays } from '../i18n/format';
import { useMay } from '../session/session';
import { confirm } from '../shared/confirm';
import { DataTable } from '../shared/data-table';
import { type ListQuery, useLastPage, useListState } from '../shared/list-state';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { Page } from '../shared/page';
import { Loaded, NothingYet } from '../shared/page-states';
import { Pager } from '../shared/pager';
import { useTexts as useSharedTexts } from '../shared/texts';
import { hoursInWords } from './calendar';
import { RegionForm } from './region-form';
import { useTexts } from './texts';

type Region = Schemas['RegionView'];

const NO_FILTERS = [] as const;

export default function RegionsPage() {
  const t = useTexts();
  const shared = useSharedTexts();
  const mayEdit = useMay('administer');
  const list = useListState<ListQuery<'/api/regions'>>(NO_FILTERS);
  const [edited, setEdited] = useState<Region | 'new'>();
  const regions = useQuery({
    queryKey: ['regions', list.query],
    queryFn: ({ signal }) => call(api.GET('/api/regions', { params: { query: list.query }, signal })),
    placeholderData: keepPreviousData,
  });
  useLastPage(list, regions.data);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('add')}
    </Button>
  );
  const isEmpty = regions.data?.data.length === 0;
  return (
    <Page title={t('title')} actions={mayEdit && !isEmpty && add}>
      {!isEmpty && (
        <Text c="dimmed" size="sm" mb="md">
          {t('hint')}
        </Text>
      )}
      <Loaded query={regions}>
        {({ data, meta }) =>
          data.length === 0 ? (
            <NothingYet title={t('nothing')} hint={t('hint')} action={mayEdit && add} />
          ) : (
            <>
              <DataTable<Region>
                label={t('title')}
                rows={data}
                rowKey={({ id }) => id}
                onRowClick={mayEdit ? setEdited : undefined}
                sort={list.sort}
                onSort={list.sortBy}
                columns={[
                  { key: 'name', header: t('name'), render: ({ name }) => name },
                  { key: 'timeZone', header: t('timeZone'), render: ({ timeZone }) => timeZone },
                  {
                    key: 'workingHours',
                    header: t('workingHours'),
                    render: ({ workingHours }) =>
                      workingHours ? hoursInWords(workingHours, weekdays('short')) : t('always'),
                  },
                  {
                    key: 'createdAt',
                    header: t('created'),
                    sort: 'createdAt',
                    render: ({ createdAt }) => dateTime(createdAt),
                  },
                  {
                    key: 'actions',
                    header: shared('actions'),
                    isHeaderHidden: true,
                    align: 'right',
                    width: 56,
                    render: (region) => mayEdit && <RegionActions region={region} onEdit={() => setEdited(region)} />,
                  },
                ]}
              />
              <Pager list={list} total={meta.total} />
            </>
          )
        }
      </Loaded>
      {edited && <RegionForm region={edited === 'new' ? null : edited} onClose={() => setEdited(undefined)} />}
    </Page>
  );
}

function RegionActions({ region, onEdit }: { region: Region; onEdit(): void }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const remove = async () => {
    const { id, name } = region;
    if (!(await confirm({ title: t('deleteTitle', { name }), children: t('deleteHint'), isDangerous: true }))) return;
    try {
      await call(api.DELETE('/api/regions/{id}', { params: { path: { id } } }));
      notifySuccess(t('deleted'));
    } catch (error) {
      notifyFailure(error);
    }
    await outOfDate('regions');
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('actions', { name: region.name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
          {t('edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={() => void remove()}>
          {shared('delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
