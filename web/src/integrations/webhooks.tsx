import { Anchor, Badge, Button, Group, List, Text, Tooltip } from '@mantine/core';
import { IconPlus } from '../shared/page-icons';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call } from '../api/client';
import { dateTime } from '../i18n/format';
import { actionsColumn, DataTable } from '../shared/data-table';
import { type ListQuery, useListState } from '../shared/list-state';
import { NothingYet } from '../shared/page-states';
import { PagedRows } from '../shared/paged-table';
import { useTexts as useSharedTexts } from '../shared/texts';
import { SecretShown } from './secret-shown';
import { useTexts } from './texts';
import { CHOSEN_EVENTS, eventKey, stateOf, type Webhook, type WebhookState } from './webhook';
import { WebhookActions } from './webhook-actions';
import { WebhookForm } from './webhook-form';
import { WebhookTest } from './webhook-test';

const NO_FILTERS = [] as const;

const COLORS: Record<WebhookState, string> = {
  ok: 'green',
  off: 'gray',
  gone: 'red',
  paused: 'orange',
  cut_off: 'red',
};

export function Webhooks() {
  const t = useTexts();
  const list = useListState<ListQuery<'/api/webhooks'>>(NO_FILTERS);
  const [edited, setEdited] = useState<Webhook | 'new'>();
  const [secret, setSecret] = useState<{ title: string; value: string }>();
  const test = useMutation({
    mutationFn: ({ id }: Webhook) => call(api.POST('/api/webhooks/{id}/test', { params: { path: { id } } })),
  });
  const webhooks = useQuery({
    queryKey: ['webhooks', list.query],
    queryFn: ({ signal }) => call(api.GET('/api/webhooks', { params: { query: list.query }, signal })),
    placeholderData: keepPreviousData,
  });
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('hook.add')}
    </Button>
  );
  return (
    <>
      <PagedRows
        list={list}
        query={webhooks}
        nothing={<NothingYet title={t('hook.nothing')} hint={t('hook.hint')} action={add} />}
      >
        {(rows) => (
          <>
            <Group justify="space-between" mb="md" gap="sm" align="flex-start">
              <Text c="dimmed" size="sm" maw={720}>
                {t('hook.hint')} {t('hook.docs')}
              </Text>
              {add}
            </Group>
            <DataTable<Webhook>
              label={t('webhooks')}
              rowKey={({ id }) => id}
              onRowClick={setEdited}
              rowTone={(webhook) => (['gone', 'paused', 'cut_off'].includes(stateOf(webhook)) ? 'bad' : undefined)}
              columns={[
                { key: 'url', header: t('hook.url'), render: (webhook) => <Address webhook={webhook} /> },
                { key: 'events', header: t('hook.events'), render: (webhook) => <Events webhook={webhook} /> },
                {
                  key: 'state',
                  header: t('hook.state'),
                  width: 150,
                  render: (webhook) => <StateBadge webhook={webhook} />,
                },
                {
                  key: 'createdAt',
                  header: t('created'),
                  sort: 'createdAt',
                  render: ({ createdAt }) => dateTime(createdAt),
                  isMinor: true,
                },
                actionsColumn(180, (webhook) => (
                  <WebhookActions
                    webhook={webhook}
                    onEdit={() => setEdited(webhook)}
                    onTest={() => test.mutate(webhook)}
                    onSecret={(value) => setSecret({ title: t('hook.replaced'), value })}
                  />
                )),
              ]}
              rows={rows}
              sort={list.sort}
              onSort={list.sortBy}
            />
          </>
        )}
      </PagedRows>
      {edited && (
        <WebhookForm
          webhook={edited === 'new' ? null : edited}
          onMade={(made) => setSecret({ title: t('hook.made'), value: made.secret })}
          onClose={() => setEdited(undefined)}
        />
      )}
      {test.variables && (
        <WebhookTest webhook={test.variables} sent={test.data} error={test.error} onClose={test.reset} />
      )}
      {secret && (
        <SecretShown
          title={secret.title}
          label={t('hook.secret')}
          value={secret.value}
          warning={t('hook.once')}
          onDone={() => setSecret(undefined)}
        >
          <Text size="sm" c="dimmed">
            {t('hook.docs')}{' '}
            <Anchor href="/api/docs" target="_blank" size="sm" underline="always">
              {t('apiDocs')}
            </Anchor>
          </Text>
        </SecretShown>
      )}
    </>
  );
}

function Address({ webhook }: { webhook: Webhook }) {
  return (
    <Text size="sm" fw={500}>
      {webhook.url}
    </Text>
  );
}

function Events({ webhook: { events } }: { webhook: Webhook }) {
  const t = useTexts();
  const shared = useSharedTexts();
  if (CHOSEN_EVENTS.every((event) => events.includes(event))) return <>{shared('all')}</>;
  return (
    <List size="sm" listStyleType="none">
      {events.map((event) => (
        <List.Item key={event}>{t(eventKey(event))}</List.Item>
      ))}
    </List>
  );
}

function StateBadge({ webhook }: { webhook: Webhook }) {
  const t = useTexts();
  const state = stateOf(webhook);
  return (
    <Tooltip label={t(`stateHint.${state}`)} multiline maw={320}>
      <Badge color={COLORS[state]}>{t(`state.${state}`)}</Badge>
    </Tooltip>
  );
}
