import { problemText } from '../../../src/orders/external-orders/problem-text';
import { Alert, Anchor, Button, Group, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '../shared/page-icons';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { language } from '../i18n/language';
import { useMay } from '../session/session';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
import { useTexts } from './detail-texts';
import { useMessagesOf } from './messages-card';

/** Why the message of an order could not be understood, and the ways on. */
export function NotUnderstood({ order: { id, problems } }: { order: Schemas['ExternalOrderDetail'] }) {
  const t = useTexts();
  const mayReadJournal = useMay('readJournal');
  const isOnline = useIsOnline();
  const [, navigate] = useLocation();
  const newest = useMessagesOf(id, mayReadJournal).data?.data[0];
  const again = useMutation({
    mutationFn: (messageId: string) =>
      call(api.POST('/api/gettzap-messages/{id}/reprocess', { params: { path: { id: messageId } } })),
    onSuccess: () => notifySuccess(t('processed')),
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('external-orders', 'gettzap-messages'),
  });
  /** A message that had no number may turn out to be about another order. */
  const follow = ({ externalOrderId }: Schemas['GettzapMessageDetail']) => {
    if (externalOrderId && externalOrderId !== id) navigate(`/external-orders/${externalOrderId}`);
  };
  return (
    <Alert color="orange" icon={<IconAlertTriangle />} title={t('attentionTitle')} role="alert" mb="md">
      <List size="sm" mb="xs">
        {problems.map((problem, index) => (
          <List.Item key={index}>{problemText(problem, language())}</List.Item>
        ))}
      </List>
      <Text size="sm" mb="xs">
        {t('attentionHint')}
      </Text>
      {mayReadJournal && (
        <Group gap="sm">
          <Button
            size="compact-sm"
            variant="default"
            disabled={!newest || !isOnline}
            loading={again.isPending}
            onClick={() => newest && again.mutate(newest.id, { onSuccess: follow })}
          >
            {t('processAgain')}
          </Button>
          <Anchor component={Link} href={`/gettzap-messages?externalOrderId=${id}`} size="sm" underline="always">
            {t('toMessages')}
          </Anchor>
        </Group>
      )}
    </Alert>
  );
}
