import { type UseFormReturnType } from '@mantine/form';
import { api, call } from '../api/client';
import type { FieldError } from '../api/errors';
import { useSavedForm } from '../settings/use-saved-form';
import { type Connection, connectionKey, type ConnectionSettings, connectionsChanged } from './connection';

interface Settings<V> {
  connection: Connection;
  form: UseFormReturnType<V>;
  /** What the form shows of a connection. */
  valuesOf(connection: Connection): V;
  /** Which field each refused one is; the form's own errors by path unless told otherwise. */
  errorsOf(problems: FieldError[]): Record<string, string>;
}

/** Saves a part of a connection's settings. */
export function useSavedConnection<V extends object>({ connection, ...form }: Settings<V>) {
  const params = { path: { id: connection.id } };
  return useSavedForm<Connection, ConnectionSettings, V>({
    thing: connection,
    queryKey: connectionKey(connection.id),
    ...form,
    save: (settings, version) =>
      call(api.PATCH('/api/marketplace-connections/{id}', { params, body: { ...settings, version } })),
    read: () => call(api.GET('/api/marketplace-connections/{id}', { params })),
    onSaved: connectionsChanged,
  });
}
