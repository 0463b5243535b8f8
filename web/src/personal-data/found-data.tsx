import { Alert, Anchor, Box, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconEraser } from '../shared/page-icons';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { DataTable } from '../shared/data-table';
import { externalNumber } from '../shared/external-number';
import { useSelection } from '../shared/selection';
import { useIsOnline } from '../shell/connection-watch';
import type { Found } from './buyer-run';
import { EraseQuestion } from './erase-question';
import { useTexts } from './texts';

type FoundOrder = Schemas['FoundExternalOrderView'];
/** What one call takes. */
const MOST_AT_ONCE = 1_000;

interface Props {
  found: Found;
  isPending: boolean;
  onErase(chosen: Schemas['DeletePersonalData']): void;
}

/** What names the buyer. All of it is chosen at first; a namesake's orders can be left out. */
export function FoundData({ found: { externalOrders, messageIds }, isPending, onErase }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const selection = useSelection();
  const [isAsking, setAsking] = useState(false);
  const { set } = selection;
  useEffect(() => {
    set(
      externalOrders.map(({ id }) => id),
      true,
    );
    // oxlint-disable-next-line react/exhaustive-deps -- only when something else was found
  }, [externalOrders]);
  const messages = messageIds.length;
  if (externalOrders.length > MOST_AT_ONCE || messages > MOST_AT_ONCE) {
    return (
      <Alert color="yellow" title={t('tooMany')} role="status">
        {t('tooManyHint', { count: externalOrders.length + messages })}
      </Alert>
    );
  }
  if (externalOrders.length === 0 && messages === 0) {
    return (
      <Card padding="md" role="status">
        <Text fw={600}>{t('nothingFound')}</Text>
        <Text size="sm" c="dimmed">
          {t('nothingFoundHint')}
        </Text>
      </Card>
    );
  }
  const isAll = selection.keys.length === externalOrders.length;
  const counts = [
    externalOrders.length > 0 && t('orders', { count: externalOrders.length }),
    messages > 0 && t('messages', { count: messages }),
  ];
  return (
    <Card padding="md" component="section" aria-label={t('found')}>
      <Group justify="space-between" mb="sm">
        <div role="status">
          <Title order={2} size="h4">
            {t('found')}
          </Title>
          <Text size="sm" c="dimmed">
            {counts.filter(Boolean).join(', ')}
          </Text>
        </div>
      </Group>
      {externalOrders.length > 0 && (
        <DataTable<FoundOrder>
          label={t('found')}
          rows={externalOrders}
          rowKey={({ id }) => id}
          rowName={({ externalId }) => externalNumber(externalId)}
          selection={selection}
          columns={[
            {
              key: 'order',
              header: t('order'),
              render: ({ id, externalId }) => (
                <Anchor component={Link} href={`/external-orders/${id}`} size="sm">
                  {externalNumber(externalId)}
                </Anchor>
              ),
            },
            { key: 'received', header: t('received'), render: ({ receivedAt }) => dateTime(receivedAt) },
            { key: 'buyer', header: t('buyer'), render: ({ customer }) => <BuyerCell customer={customer} /> },
          ]}
        />
      )}
      <Stack gap="xs" mt="md">
        <Consequence title={t('willErase')}>{t('willEraseList')}</Consequence>
        <Consequence title={t('willStay')}>{t('willStayList')}</Consequence>
        {!isAll && messages > 0 && <Consequence title={t('willStay')}>{t('messagesStay')}</Consequence>}
      </Stack>
      <Group mt="md">
        <Button
          color="red"
          leftSection={<IconEraser size={16} aria-hidden />}
          loading={isPending}
          disabled={!isOnline || (externalOrders.length > 0 && selection.keys.length === 0)}
          onClick={() => setAsking(true)}
        >
          {t('erase')}
        </Button>
      </Group>
      {isAsking && (
        <EraseQuestion
          count={selection.keys.length}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            onErase({ externalOrderIds: selection.keys, messageIds: isAll ? messageIds : [] });
          }}
        />
      )}
    </Card>
  );
}

function BuyerCell({ customer }: { customer: FoundOrder['customer'] }) {
  const t = useTexts();
  const { name, phone, email } = customer;
  const rest = [phone, email].filter(Boolean).join(', ');
  if (!name && !rest) return <>{t('erasedAlready')}</>;
  return (
    <Box>
      <Text size="sm">{name}</Text>
      <Text size="xs" c="dimmed">
        {rest}
      </Text>
    </Box>
  );
}

function Consequence({ title, children }: { title: string; children: string }) {
  return (
    <Text size="sm">
      <Text span size="sm" fw={600}>
        {title}:
      </Text>{' '}
      {children}
    </Text>
  );
}
