import { ActionIcon, Button, Code, Group, Text, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '../shared/page-icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { actionsColumn, DataTable } from '../shared/data-table';
import { deleteAsked } from '../shared/delete-asked';
import { type ListQuery, useListState } from '../shared/list-state';
import { NothingYet } from '../shared/page-states';
import { PagedRows } from '../shared/paged-table';
import { useIsOnline } from '../shell/connection-watch';
import { RegionNames, RoleBadges } from '../users/access-fields';
import { useTexts as useUserTexts } from '../users/texts';
import { ApiKeyForm } from './api-key-form';
import { SecretShown } from './secret-shown';
import { useTexts } from './texts';

type ApiKey = Schemas['ApiKeyView'];

const NO_FILTERS = [] as const;

export function ApiKeys() {
  const t = useTexts();
  const users = useUserTexts();
  const list = useListState<ListQuery<'/api/api-keys'>>(NO_FILTERS);
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<Schemas['NewApiKeyView']>();
  const keys = useQuery({
    queryKey: ['api-keys', list.query],
    queryFn: ({ signal }) => call(api.GET('/api/api-keys', { params: { query: list.query }, signal })),
    placeholderData: keepPreviousData,
  });
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('key.add')}
    </Button>
  );
  return (
    <>
      <PagedRows
        list={list}
        query={keys}
        nothing={<NothingYet title={t('key.nothing')} hint={t('key.hint')} action={add} />}
      >
        {(rows) => (
          <>
            <Group justify="space-between" mb="md" gap="sm" align="flex-start">
              <Text c="dimmed" size="sm" maw={620}>
                {t('key.hint')}
              </Text>
              {add}
            </Group>
            <DataTable<ApiKey>
              label={t('keys')}
              rowKey={({ id }) => id}
              columns={[
                { key: 'name', header: t('key.name'), render: ({ name }) => name },
                { key: 'id', header: t('key.id'), render: ({ id }) => id, isMinor: true },
                { key: 'hint', header: t('key.start'), render: ({ hint }) => <Code>{hint}…</Code> },
                { key: 'roles', header: users('roles'), render: ({ roles }) => <RoleBadges roles={roles} /> },
                {
                  key: 'regions',
                  header: users('regions'),
                  render: ({ regionIds }) => <RegionNames ids={regionIds} />,
                },
                {
                  key: 'createdAt',
                  header: t('created'),
                  sort: 'createdAt',
                  render: ({ createdAt }) => dateTime(createdAt),
                },
                actionsColumn(56, (key) => <DeleteKey apiKey={key} />),
              ]}
              rows={rows}
              sort={list.sort}
              onSort={list.sortBy}
            />
          </>
        )}
      </PagedRows>
      {isAdding && <ApiKeyForm onMade={setMade} onClose={() => setAdding(false)} />}
      {made && (
        <SecretShown
          title={t('key.made')}
          label={t('key.label')}
          value={made.key}
          warning={t('key.once')}
          onDone={() => setMade(undefined)}
        >
          <div>
            <Text size="sm" mb={4}>
              {t('key.usage')}
            </Text>
            <Code
              block
              tabIndex={0}
            >{`curl -H 'Authorization: Bearer ${made.hint}…' ${location.origin}/api/orders`}</Code>
          </div>
          <Text size="sm" c="dimmed">
            {t('key.basic', { id: made.id })}
          </Text>
        </SecretShown>
      )}
    </>
  );
}

function DeleteKey({ apiKey: { id, name } }: { apiKey: ApiKey }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const remove = () =>
    deleteAsked({
      title: t('key.deleteTitle', { name }),
      children: t('key.deleteHint'),
      confirm: t('key.delete'),
      remove: () => call(api.DELETE('/api/api-keys/{id}', { params: { path: { id } } })),
      done: t('key.deleted'),
      subject: 'api-keys',
    });
  return (
    <Tooltip label={t('key.delete')}>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={`${t('key.delete')}: ${name}`}
        disabled={!isOnline}
        onClick={() => void remove()}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
