import { type UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, call } from '../api/client';
import { type FieldError, isApiError } from '../api/errors';
import { queries } from '../api/queries';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { type Connection, connectionKey, type ConnectionSettings, connectionsChanged } from './connection';

interface Settings<V> {
  connection: Connection;
  form: UseFormReturnType<V>;
  /** What the form shows of a connection. */
  valuesOf(connection: Connection): V;
  /** Which field each refused one is; the form's own errors by path unless told otherwise. */
  errorsOf(problems: FieldError[]): Record<string, string>;
}

/** Saves a part of a connection's settings, upon the version that the form was filled from. */
export function useSavedConnection<V extends object>({ connection, form, valuesOf, errorsOf }: Settings<V>) {
  const shared = useSharedTexts();
  const [base, setBase] = useState(connection);
  const fillFrom = (saved: Connection) => {
    setBase(saved);
    const values = valuesOf(saved);
    form.setInitialValues(values);
    form.setValues(values);
    form.resetDirty(values);
    form.clearErrors();
  };
  const isBehind = connection.version > base.version && !form.isDirty();
  useEffect(() => {
    if (isBehind) fillFrom(connection);
  });
  const save = useMutation({
    mutationFn: (settings: ConnectionSettings) =>
      call(
        api.PATCH('/api/marketplace-connections/{id}', {
          params: { path: { id: connection.id } },
          body: { ...settings, version: base.version },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(connectionKey(saved.id), saved);
      fillFrom(saved);
      notifySuccess(shared('saved'));
      void connectionsChanged();
    },
    onError: (error) => {
      if (isApiError(error, 'changed_meanwhile')) return;
      if (isApiError(error, 'validation_failed')) {
        const errors = errorsOf(error.fields);
        form.setErrors(errors);
        const [first] = Object.keys(errors);
        document.querySelector<HTMLElement>(`[data-path="${CSS.escape(first ?? '')}"]`)?.focus();
        if (first) return;
      }
      notifyFailure(error);
    },
  });
  /** Takes what somebody else saved, in place of what was typed. */
  const reload = async () => {
    const { id } = connection;
    const newest = await call(api.GET('/api/marketplace-connections/{id}', { params: { path: { id } } }));
    queries.setQueryData(connectionKey(id), newest);
    fillFrom(newest);
    save.reset();
  };
  return { base, save, reload: () => void reload().catch((error: unknown) => notifyFailure(error)) };
}
