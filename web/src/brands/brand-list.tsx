import { ActionIcon, Group, Menu, Pill, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
import { confirm } from '../shared/confirm';
import { DataTable } from '../shared/data-table';
import { SearchField } from '../shared/filters';
import { type ListQuery, useLastPage, useListState } from '../shared/list-state';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { IconDots, IconPencil, IconTrash } from '../shared/page-icons';
import { Loaded, NothingFound, NothingYet } from '../shared/page-states';
import { Pager } from '../shared/pager';
import { useTexts as useSharedTexts } from '../shared/texts';
import { type Brand, useBrands } from './brands';
import { useTexts } from './texts';

const FILTERS = ['q'] as const;
const SHOWN_SYNONYMS = 12;

interface Props {
  mayChange: boolean;
  add: ReactNode;
  onEdit(brand: Brand): void;
}

export function BrandList({ mayChange, add, onEdit }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const list = useListState<ListQuery<'/api/brands'>>(FILTERS, 'name');
  const brands = useBrands(list.query);
  useLastPage(list, brands.data);
  return (
    <>
      <Group mb="md">
        <SearchField value={list.filters.q} placeholder={t('searchHint')} onChange={(q) => list.filter({ q })} />
      </Group>
      <Loaded query={brands}>
        {({ data, meta }) =>
          data.length === 0 ? (
            list.hasFilters ? (
              <NothingFound onReset={list.reset} />
            ) : (
              <NothingYet title={t('nothing')} hint={t('nothingHint')} action={add} />
            )
          ) : (
            <>
              <DataTable<Brand>
                label={t('title')}
                rows={data}
                rowKey={({ id }) => id}
                rowName={({ name }) => name}
                onRowClick={mayChange ? onEdit : undefined}
                sort={list.sort}
                onSort={list.sortBy}
                hasFixedWidths
                columns={[
                  {
                    key: 'name',
                    header: t('name'),
                    sort: 'name',
                    sortsUp: true,
                    width: 230,
                    render: ({ name }) => (
                      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                        {name}
                      </Text>
                    ),
                  },
                  {
                    key: 'synonyms',
                    header: t('synonyms'),
                    render: ({ synonyms }) => synonyms.length > 0 && <Synonyms names={synonyms} />,
                  },
                  {
                    key: 'actions',
                    header: shared('actions'),
                    isHeaderHidden: true,
                    align: 'right',
                    width: 56,
                    render: (brand) => mayChange && <BrandActions brand={brand} onEdit={() => onEdit(brand)} />,
                  },
                ]}
              />
              <Pager list={list} total={meta.total} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function Synonyms({ names }: { names: string[] }) {
  const t = useTexts();
  const rest = names.length - SHOWN_SYNONYMS;
  return (
    <Group gap={6}>
      {names.slice(0, SHOWN_SYNONYMS).map((name) => (
        <Pill key={name}>{name}</Pill>
      ))}
      {rest > 0 && (
        <Text size="xs" c="dimmed">
          {t('more', { count: rest })}
        </Text>
      )}
    </Group>
  );
}

function BrandActions({ brand: { id, name }, onEdit }: { brand: Brand; onEdit(): void }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const remove = async () => {
    if (!(await confirm({ title: t('deleteTitle', { name }), children: t('deleteHint'), isDangerous: true }))) return;
    try {
      await call(api.DELETE('/api/brands/{id}', { params: { path: { id } } }));
      notifySuccess(t('deleted'));
    } catch (error) {
      notifyFailure(error);
    }
    await outOfDate('brands');
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('actions', { name })}>
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
