import { Anchor, Code, Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { answerInWords } from '../gettzap-notifications/answer-in-words';
import { useWords } from '../i18n/words';
import { Section } from '../shared/section';
import { Ago, useNow } from '../shared/ago';
import { DeliveryBadge } from '../shared/badges';
import { useConnectionStates } from '../shared/connections';
import classes from './detail.module.css';
import { useTexts } from './detail-texts';

type Order = Schemas['ExternalOrderDetail'];

/** What GettZap was told of the order, newest first, and how it went. */
export function NotificationsCard({ order }: { order: Order }) {
  const t = useTexts();
  const { id, notifications } = order;
  const newest = notifications.toSorted((a, b) => Number(b.id) - Number(a.id));
  return (
    <Section
      title={t('notifications')}
      beside={
        notifications.length > 0 && (
          <Anchor component={Link} href={`/gettzap-notifications?externalOrderId=${id}`} size="sm">
            {t('allNotifications')}
          </Anchor>
        )
      }
    >
      {newest.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('notificationsNone')}
        </Text>
      ) : (
        <Stack gap="sm" role="list" aria-label={t('notifications')}>
          {newest.map((notification) => (
            <Line key={notification.id} notification={notification} order={order} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

function Line({ notification, order }: { notification: Schemas['NotificationView']; order: Order }) {
  const t = useTexts();
  const words = useWords();
  const now = useNow();
  const connectionState = useConnectionStates().find(({ id }) => id === order.connectionId)?.state;
  const { kind, state, status, text, positionId, attemptCount, createdAt } = notification;
  const position = order.positions.find(({ id }) => id === positionId);
  return (
    <div role="listitem" className={classes.words}>
      <Group gap="xs" mb={2}>
        <DeliveryBadge state={state} />
        <Text size="sm" fw={600}>
          {words(`noticeKind.${kind}`)}
          {position && ` · ${position.brand} ${position.number}`}
        </Text>
        <Text size="xs" c="dimmed">
          {status && <Code fz="xs">{status}</Code>} <Ago time={createdAt} />
        </Text>
      </Group>
      {text && <Text size="sm">{text}</Text>}
      <Text size="xs" c="dimmed">
        {answerInWords({ ...notification, channel: 'gettzap', connectionState }, now)}
        {attemptCount > 1 && `, ${t('attempt', { n: attemptCount })}`}
      </Text>
    </div>
  );
}
