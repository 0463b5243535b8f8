import { Group, Pill, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { api, call } from '../api/client';
import { deleteAsked } from '../shared/delete-asked';
import { SearchField } from '../shared/filters';
import { type ListQuery, useListState } from '../shared/list-state';
import { NothingYet } from '../shared/page-states';
import { actionsColumn } from '../shared/data-table';
import { PagedTable } from '../shared/paged-table';
import { EditOrDelete } from '../shared/row-menu';
import { useIsOnline } from '../shell/connection-watch';
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
  const list = useListState<ListQuery<'/api/brands'>>(FILTERS, 'name');
  const brands = useBrands(list.query);
  return (
    <>
      <Group mb="md">
        <SearchField value={list.filters.q} placeholder={t('searchHint')} onChange={(q) => list.filter({ q })} />
      </Group>
      <PagedTable<Brand>
        list={list}
        query={brands}
        nothing={<NothingYet title={t('nothing')} hint={t('nothingHint')} action={add} />}
        label={t('title')}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        onRowClick={mayChange ? onEdit : undefined}
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
          actionsColumn(56, (brand) => mayChange && <BrandActions brand={brand} onEdit={() => onEdit(brand)} />),
        ]}
      />
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
  const isOnline = useIsOnline();
  const remove = () =>
    deleteAsked({
      title: t('deleteTitle', { name }),
      children: t('deleteHint'),
      remove: () => call(api.DELETE('/api/brands/{id}', { params: { path: { id } } })),
      done: t('deleted'),
      subject: 'brands',
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
