import { useForm } from '@mantine/form';
import { api, call } from '../api/client';
import type { FieldError } from '../api/errors';
import { errorsByField } from '../api/field-words';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useSavedForm } from '../shared/use-saved-form';
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
  const params = { path: { id: exchange.id } };
  const saved = useSavedForm<Exchange, ExchangeChange, ExchangeValues>({
    thing: exchange,
    queryKey: exchangeKey(exchange.id),
    form,
    valuesOf,
    errorsOf: errorsByFields,
    save: (change, version) => call(api.PATCH('/api/exchanges/{id}', { params, body: { ...change, version } })),
    read: () => call(api.GET('/api/exchanges/{id}', { params })),
    onSaved: exchangesChanged,
  });
  return { form, ...saved, change: () => changeOf(form.values) };
}

/** Of a list the errors name its entries. */
function errorsByFields(problems: FieldError[]): Record<string, string> {
  const errors = Object.entries(errorsByField(problems));
  return Object.fromEntries(errors.map(([path, words]) => [path.replace(/\[\d+\]$/, ''), words]));
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
