import { Badge, Button, Divider, Group, ScrollArea, Stack, Tabs, Text, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { Ago } from '../shared/ago';
import { reasonInWords } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { IconInbox } from '../shared/icons';
import { IconChevronRight } from '../shared/page-icons';
import classes from './bell.module.css';
import { useTexts } from './bell-texts';
import { BrowserNoticesSetting } from './browser-notices-setting';
import { readAll, readMessage, type Unread, useUnread } from './unread';

type Message = Schemas['ManagerNotificationView'];
type Part = (typeof PARTS)[number];

const PARTS = ['action', 'news'] as const;
const PER_PAGE = 30;
const NONE: Unread = {
  action: 0,
  newOrders: 0,
  news: 0,
  newOrdersSince: null,
  newestOrderId: null,
  newestMessageId: null,
};

/** What is under the bell: the new orders as one entry, what has to be acted on, and the rest. */
export default function BellMessages({ onOpen }: { onOpen(): void }) {
  const t = useTexts();
  const [, navigate] = useLocation();
  const unread = useUnread() ?? NONE;
  const [part, setPart] = useState<Part>(unread.action === 0 && unread.news > 0 ? 'news' : 'action');
  const open = (page: string) => {
    navigate(page);
    onOpen();
  };
  return (
    <>
      <Group justify="space-between" p="sm" pb={4}>
        <Text fw={650}>{t('title')}</Text>
        {unread.action + unread.newOrders + unread.news > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => void readAll(unread)}>
            {t('readAll')}
          </Button>
        )}
      </Group>
      {unread.newOrders > 0 && <NewOrders unread={unread} onOpen={open} />}
      <Tabs value={part} onChange={(chosen) => setPart(chosen as Part)} keepMounted={false}>
        <Tabs.List aria-label={t('title')} grow>
          {PARTS.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              rightSection={
                unread[each] > 0 && (
                  <Badge size="sm" flex="none" color={each === 'action' ? 'red' : 'gray'}>
                    {unread[each]}
                  </Badge>
                )
              }
            >
              {t(`part.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {PARTS.map((each) => (
          <Tabs.Panel key={each} value={each}>
            <Messages part={each} onOpen={open} />
          </Tabs.Panel>
        ))}
      </Tabs>
      <Divider />
      <BrowserNoticesSetting p="sm" />
    </>
  );
}

/** All new orders that nobody has decided about, however many: they lead to the list of just these, one leads to its order. */
function NewOrders({ unread, onOpen }: { unread: Unread; onOpen(page: string): void }) {
  const t = useTexts();
  const { newOrders: count, newOrdersSince, newestOrderId } = unread;
  const list = `/external-orders?state=new&from=${newOrdersSince}`;
  const open = () => {
    void readAll(unread, 'new_orders');
    onOpen(count === 1 ? `/external-orders/${newestOrderId}` : list);
  };
  return (
    <UnstyledButton className={classes.newOrders} onClick={open}>
      <IconInbox size={18} aria-hidden />
      <Text size="sm" fw={650} flex={1}>
        {t('newOrders', { count })}
      </Text>
      <IconChevronRight size={16} aria-hidden />
    </UnstyledButton>
  );
}

function Messages({ part, onOpen }: { part: Part; onOpen(page: string): void }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['manager-notifications', 'list', part],
    queryFn: ({ pageParam: page, signal }) =>
      call(api.GET('/api/manager-notifications', { params: { query: { part, page, perPage: PER_PAGE } }, signal })),
    initialPageParam: 1,
    getNextPageParam: ({ meta: { page, perPage, total } }) => (page * perPage < total ? page + 1 : undefined),
  });
  const messages = data?.pages.flatMap((page) => page.data);
  const open = (message: Message) => {
    if (!message.readAt) void readMessage(message.id);
    onOpen(message.page);
  };
  return (
    <ScrollArea.Autosize mah={380}>
      {error && (
        <Stack gap="xs" p="sm" align="flex-start" role="alert">
          <Text size="sm">
            {shared('failed')}. {reasonInWords(error)}
          </Text>
          <Button size="compact-sm" variant="light" loading={isFetching} onClick={() => void refetch()}>
            {shared('retry')}
          </Button>
        </Stack>
      )}
      {messages?.length === 0 && (
        <Text size="sm" c="dimmed" p="sm">
          {t(`empty.${part}`)}
        </Text>
      )}
      <Stack gap={0}>
        {messages?.map((message) => (
          <UnstyledButton
            key={message.id}
            className={classes.message}
            data-unread={!message.readAt || undefined}
            onClick={() => open(message)}
          >
            <Text size="sm" fw={message.readAt ? 400 : 650}>
              {message.title}
            </Text>
            <Text size="sm" className={classes.text}>
              {message.text}
            </Text>
            <Text size="xs" c="dimmed">
              <Ago time={message.createdAt} />
            </Text>
          </UnstyledButton>
        ))}
      </Stack>
      {hasNextPage && (
        <Button fullWidth variant="subtle" size="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </ScrollArea.Autosize>
  );
}
