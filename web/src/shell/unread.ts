import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, call, type Schemas } from '../api/client';
import { ON_TAB, outOfDate } from '../api/queries';
import { notifyFailure } from '../shared/notify';

export type Unread = Schemas['UnreadCountsView'];

/** How many messages the user has not read, those that have to be acted on apart; undefined while it is not known. */
export function useUnread(): Unread | undefined {
  const { data } = useQuery({
    queryKey: ['manager-notifications', 'unread'],
    queryFn: ({ signal }) => call(api.GET('/api/manager-notifications/unread', { signal })),
    meta: ON_TAB,
  });
  return data;
}

/** Who opens an order has read what was told of it until then. */
export function useReadWhenOpened(externalOrderId: string): void {
  const unread = useUnread();
  const readOf = useRef('');
  useEffect(() => {
    if (!unread || readOf.current === externalOrderId) return;
    readOf.current = externalOrderId;
    if (unread.action + unread.newOrders + unread.news > 0) void readAbout(externalOrderId, unread);
  }, [unread, externalOrderId]);
}

async function readAbout(externalOrderId: string, shown: Unread): Promise<void> {
  const body = { externalOrderId, ...upTo(shown) };
  // Nobody asked for it, so nobody is told that it failed.
  const answer = await call(api.POST('/api/manager-notifications/read-all', { body })).catch(() => null);
  if (answer?.read) await outOfDate('manager-notifications');
}

export async function readMessage(id: string): Promise<void> {
  await call(api.POST('/api/manager-notifications/{id}/read', { params: { path: { id } } })).catch(notifyFailure);
  await outOfDate('manager-notifications');
}

/** What came since is left: nobody has seen it. @param part undefined = all parts */
export async function readAll(shown: Unread, part?: 'action' | 'new_orders' | 'news'): Promise<void> {
  const body = { ...(part && { part }), ...upTo(shown) };
  await call(api.POST('/api/manager-notifications/read-all', { body })).catch(notifyFailure);
  await outOfDate('manager-notifications');
}

function upTo({ newestMessageId }: Unread): { upToId?: string } {
  return newestMessageId === null ? {} : { upToId: newestMessageId };
}
