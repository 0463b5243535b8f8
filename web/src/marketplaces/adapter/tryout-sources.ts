import { useQuery } from '@tanstack/react-query';
import { api, call } from '../../api/client';
import { dateTime } from '../../i18n/format';
import { useWords } from '../../i18n/words';
import type { ExpressionName } from './adapter-form';
import { useTexts } from './texts';

const LATEST = 50;

/** Not a stored thing but what the user writes, or the example that the service has ready. */
export const OWN = 'own';
export const EXAMPLE = 'example';

interface Source {
  value: string;
  label: string;
}

/**
 * What an expression can be tried on, the latest first.
 * @param messageId one that is wanted in any case; null = none is
 */
export function useSources(connectionId: string, direction: ExpressionName, messageId: string | null): Source[] {
  const t = useTexts();
  const words = useWords();
  const messages = useMessages(connectionId, direction === 'inbound');
  const notifications = useNotifications(connectionId, direction === 'outbound');
  const own = { value: OWN, label: t('ownSample') };
  const isOlder = messageId !== null && messages.every(({ value }) => value !== messageId);
  const wanted = isOlder ? [{ value: messageId, label: words('numbered', { id: messageId }) }] : [];
  return direction === 'inbound'
    ? [...messages, ...wanted, own]
    : [{ value: EXAMPLE, label: t('example') }, ...notifications, own];
}

function useMessages(connectionId: string, isNeeded: boolean): Source[] {
  const t = useTexts();
  const words = useWords();
  const { data = [] } = useQuery({
    queryKey: ['gettzap-messages', 'tryout', connectionId],
    queryFn: async ({ signal }) => {
      const query = { connectionId, perPage: LATEST, sort: '-createdAt' as const };
      return (await call(api.GET('/api/gettzap-messages', { params: { query }, signal }))).data;
    },
    enabled: isNeeded,
  });
  return data
    .filter(({ bodyRemovedAt }) => bodyRemovedAt === null)
    .map(({ id, receivedAt, outcome }) => ({
      value: id,
      label: t('messageOption', { id, time: dateTime(receivedAt), outcome: words(`messageOutcome.${outcome}`) }),
    }));
}

function useNotifications(connectionId: string, isNeeded: boolean): Source[] {
  const t = useTexts();
  const words = useWords();
  const { data = [] } = useQuery({
    queryKey: ['gettzap-notifications', 'tryout', connectionId],
    queryFn: async ({ signal }) => {
      const query = { connectionId, perPage: LATEST, sort: '-createdAt' as const };
      return (await call(api.GET('/api/gettzap-notifications', { params: { query }, signal }))).data;
    },
    enabled: isNeeded,
  });
  return data.flatMap((notification) => {
    if (notification.channel !== 'gettzap') return [];
    const { id, externalId, kind } = notification;
    return [{ value: id, label: t('notificationOption', { id, externalId, kind: words(`noticeKind.${kind}`) }) }];
  });
}
