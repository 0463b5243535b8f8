import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, call } from '../api/client';
import { isApiError } from '../api/errors';
import { fieldErrors } from '../api/field-words';
import { queries } from '../api/queries';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import {
  type Exchange,
  type ExchangeChange,
  exchangeKey,
  exchangesChanged,
  type OneCSettings,
  settingsOf,
} from './exchange';

const MEGABYTE = 1_000_000;

/** What is shown of an exchange; "" = none. */
export interface ExchangeValues {
  name: string;
  isActive: boolean;
  regionIds: string[];
  since: string;
  numberPrefix: string;
  readyStatusIds: string[];
  refusedStatusId: string;
  silentAfterHours: number | string;
  /** The limit of a file in megabytes. */
  settings: Omit<OneCSettings, 'fileLimit'> & { fileLimit: number | string };
}

export type ExchangeForm = ReturnType<typeof useExchangeForm>['form'];

/** The settings of an exchange, saved upon the version that the form was filled from. */
export function useExchangeForm(exchange: Exchange) {
  const shared = useSharedTexts();
  const required = (value: string | number) => (String(value).trim() ? null : shared('required'));
  const form = useForm<ExchangeValues>({
    initialValues: valuesOf(exchange),
    validate: {
      name: required,
      since: required,
      silentAfterHours: required,
      settings: { currency: required, fileLimit: required },
    },
  });
  const [base, setBase] = useState(exchange);
  const fillFrom = (saved: Exchange) => {
    setBase(saved);
    const values = valuesOf(saved);
    form.setInitialValues(values);
    form.setValues(values);
    form.resetDirty(values);
    form.clearErrors();
  };
  const isBehind = exchange.version > base.version && !form.isDirty();
  useEffect(() => {
    if (isBehind) fillFrom(exchange);
  });
  const params = { path: { id: exchange.id } };
  const save = useMutation({
    mutationFn: (change: ExchangeChange) =>
      call(api.PATCH('/api/exchanges/{id}', { params, body: { ...change, version: base.version } })),
    onSuccess: (saved) => {
      queries.setQueryData(exchangeKey(saved.id), saved);
      fillFrom(saved);
      notifySuccess(shared('saved'));
      void exchangesChanged();
    },
    onError: (error) => {
      if (isApiError(error, 'changed_meanwhile')) return;
      // Of a list the errors name its entries.
      const errors = Object.entries(fieldErrors(error)).map(([path, words]) => [path.replace(/\[\d+\]$/, ''), words]);
      form.setErrors(Object.fromEntries(errors));
      if (errors.length === 0) notifyFailure(error);
    },
  });
  /** Takes what somebody else saved, in place of what was typed. */
  const reload = async () => {
    const newest = await call(api.GET('/api/exchanges/{id}', { params }));
    queries.setQueryData(exchangeKey(exchange.id), newest);
    fillFrom(newest);
    save.reset();
  };
  return {
    form,
    base,
    save,
    reload: () => void reload().catch((error: unknown) => notifyFailure(error)),
    change: () => changeOf(form.values),
  };
}

function valuesOf(exchange: Exchange): ExchangeValues {
  const { name, isActive, regionIds, since, numberPrefix, readyStatusIds, refusedStatusId, silentAfterHours } =
    exchange;
  const { fileLimit, ...settings } = settingsOf(exchange);
  return {
    name,
    isActive,
    regionIds,
    since,
    numberPrefix,
    readyStatusIds,
    refusedStatusId: refusedStatusId ?? '',
    silentAfterHours,
    settings: { ...settings, fileLimit: fileLimit / MEGABYTE },
  };
}

function changeOf({ settings, refusedStatusId, silentAfterHours, name, numberPrefix, ...values }: ExchangeValues) {
  return {
    ...values,
    name: name.trim(),
    numberPrefix: numberPrefix.trim(),
    refusedStatusId: refusedStatusId || null,
    silentAfterHours: Number(silentAfterHours),
    settings: { ...settings, fileLimit: Math.round(Number(settings.fileLimit) * MEGABYTE) },
  };
}
