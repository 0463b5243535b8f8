import { ActionIcon, Button, Group, Indicator, Popover, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '../shared/icons';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { Ago } from '../shared/ago';
import { notifyFailure } from '../shared/notify';
import classes from './bell.module.css';
import { useTexts } from './texts';

type Message = Schemas['ManagerNotificationView'];

const SHOWN = 30;
const query = { perPage: SHOWN };

/** The user's messages: what happened that matters to them. */
export function Bell() {
  const t = useTexts();
  const [isOpen, { toggle, close }] = useDisclosure();
  const unread = useQuery({
    queryKey: ['manager-notifications', 'unread'],
    queryFn: ({ signal }) =>
      call(api.GET('/api/manager-notifications', { params: { query: { unread: true, perPage: 1 } }, signal })),
  });
  const count = unread.data?.meta.total ?? 0;
  return (
    <Popover opened={isOpen} onChange={(opened) => !opened && close()} position="bottom-end" width={360} trapFocus>
      <Indicator disabled={count === 0} label={count > 99 ? '99+' : count} size={16} color="red" offset={4}>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={count ? t('bellCount', { count }) : t('bell')}
            onClick={toggle}
          >
            <IconBell size={18} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t('bell')}>
        {isOpen && <Messages onOpen={close} hasUnread={count > 0} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Messages({ onOpen, hasUnread }: { onOpen(): void; hasUnread: boolean }) {
  const t = useTexts();
  const [, navigate] = useLocation();
  const { data } = useQuery({
    queryKey: ['manager-notifications', 'latest'],
    queryFn: ({ signal }) => call(api.GET('/api/manager-notifications', { params: { query }, signal })),
  });
  const open = (message: Message) => {
    if (!message.readAt) void read(message.id);
    const href = placeOf(message);
    if (href) navigate(href);
    onOpen();
  };
  return (
    <>
      <Group justify="space-between" p="sm">
        <Text fw={650}>{t('bell')}</Text>
        {hasUnread && (
          <Button size="compact-xs" variant="subtle" onClick={() => void readAll()}>
            {t('readAll')}
          </Button>
        )}
      </Group>
      <ScrollArea.Autosize mah={420}>
        {data?.data.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            {t('bellEmpty')}
          </Text>
        )}
        <Stack gap={0}>
          {data?.data.map((message) => (
            <UnstyledButton
              key={message.id}
              className={classes.message}
              data-unread={!message.readAt || undefined}
              onClick={() => open(message)}
            >
              <Text size="sm" fw={message.readAt ? 400 : 650}>
                {message.title}
              </Text>
              <Text size="sm">{message.text}</Text>
              <Text size="xs" c="dimmed">
                <Ago time={message.createdAt} />
              </Text>
            </UnstyledButton>
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </>
  );
}

/** The page that a message is about. */
function placeOf({ orderId, externalOrderId, deliveryId, connectionId }: Message): string | null {
  if (deliveryId) return `/gettzap-notifications?id=${deliveryId}`;
  if (orderId) return `/orders/${orderId}`;
  if (externalOrderId) return `/external-orders/${externalOrderId}`;
  return connectionId ? `/marketplaces/${connectionId}` : null;
}

async function read(id: string): Promise<void> {
  await call(api.POST('/api/manager-notifications/{id}/read', { params: { path: { id } } })).catch(notifyFailure);
  await outOfDate('manager-notifications');
}

async function readAll(): Promise<void> {
  await call(api.POST('/api/manager-notifications/read-all')).catch(notifyFailure);
  await outOfDate('manager-notifications');
}
