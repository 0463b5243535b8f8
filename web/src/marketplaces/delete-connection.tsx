import { Button, List } from '@mantine/core';
import { IconTrash } from '../shared/page-icons';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api, call } from '../api/client';
import { queries } from '../api/queries';
import { confirm } from '../shared/confirm';
import { useConnectionName } from '../shared/connections';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { forgetUnsaved } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { type Connection, connectionKey, connectionsChanged, useConnectionStatus } from './connection';
import { useTexts } from './texts';

/** Deletes a connection, after having said what becomes of its orders and of its link. */
export function DeleteConnection({ connection }: { connection: Connection }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const nameOf = useConnectionName();
  const isOnline = useIsOnline();
  const [, navigate] = useLocation();
  const { id } = connection;
  const waiting = useConnectionStatus(id)?.waiting ?? 0;
  const remove = useMutation({
    mutationFn: () => call(api.DELETE('/api/marketplace-connections/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      notifySuccess(t('deleted'));
      forgetUnsaved();
      navigate('/marketplaces');
      queries.removeQueries({ queryKey: connectionKey(id) });
      await connectionsChanged();
    },
    onError: (error) => notifyFailure(error),
  });
  const ask = async () => {
    const consequences = (
      <List size="sm" spacing={4}>
        <List.Item>{t('deleteLink')}</List.Item>
        {waiting > 0 && <List.Item>{t('deleteWaiting', { count: waiting })}</List.Item>}
        <List.Item>{t('deleteOrders')}</List.Item>
        <List.Item>{t('deleteHint')}</List.Item>
      </List>
    );
    const title = t('deleteTitle', { name: nameOf(connection) });
    const answer = { title, children: consequences, confirm: shared('delete'), isDangerous: true };
    if (await confirm(answer)) remove.mutate();
  };
  return (
    <Button
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={16} aria-hidden />}
      loading={remove.isPending}
      disabled={!isOnline}
      onClick={() => void ask()}
    >
      {t('deleteConnection')}
    </Button>
  );
}
