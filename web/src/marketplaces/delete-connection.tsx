import { List } from '@mantine/core';
import { api, call } from '../api/client';
import { useConnectionName } from '../shared/connections';
import { DeleteButton } from '../shared/delete-button';
import { type Connection, connectionKey, connectionsChanged, useConnectionStatus } from './connection';
import { useTexts } from './texts';

/** Deletes a connection, after having said what becomes of its orders and of its link. */
export function DeleteConnection({ connection }: { connection: Connection }) {
  const t = useTexts();
  const nameOf = useConnectionName();
  const { id } = connection;
  // Unknown while it is on its way, or where it could not be loaded.
  const waiting = useConnectionStatus(id)?.waiting;
  const consequences = (
    <List size="sm" spacing={4}>
      <List.Item>{t('deleteLink')}</List.Item>
      {waiting === undefined && <List.Item>{t('deleteWhatWaits')}</List.Item>}
      {waiting !== undefined && waiting > 0 && <List.Item>{t('deleteWaiting', { count: waiting })}</List.Item>}
      <List.Item>{t('deleteOrders')}</List.Item>
      <List.Item>{t('deleteHint')}</List.Item>
    </List>
  );
  return (
    <DeleteButton
      label={t('deleteConnection')}
      question={{ title: t('deleteTitle', { name: nameOf(connection) }), children: consequences }}
      remove={() => call(api.DELETE('/api/marketplace-connections/{id}', { params: { path: { id } } }))}
      done={t('deleted')}
      list="/marketplaces"
      queryKey={connectionKey(id)}
      onChanged={connectionsChanged}
    />
  );
}
