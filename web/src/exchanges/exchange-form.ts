import { useForm } from '@mantine/form';
import { api, call } from '../api/client';
import type { FieldError } from '../api/errors';
import { errorsByField } from '../api/field-words';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useSavedForm } from '../settings/use-saved-form';
import { abcpChangeOf, type AbcpValues, abcpValuesOf } from './abcp-settings';
import {
  type Exchange,
  type ExchangeChange,
  exchangeKey,
  type ExchangeKind,
  exchangesChanged,
  isCalled,
} from './exchange';
import { partsSoftChangeOf, type PartsSoftValues, partsSoftValuesOf } from './parts-soft-settings';
import { oneCChangeOf, type OneCValues, oneCValuesOf } from './one-c-settings';

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
  /** Those of its kind alone are there. */
  settings: OneCValues & AbcpValues & PartsSoftValues;
}

export type ExchangeForm = ReturnType<typeof useExchangeForm>['form'];

/**
 * The settings of an exchange, saved upon the version that the form was filled from.
 * @param needsSignIn what we sign in by over there is to be filled in
 */
export function useExchangeForm(exchange: Exchange, { needsSignIn = false } = {}) {
  const shared = useSharedTexts();
  const required = (value: string | number) => (String(value).trim() ? null : shared('required'));
  const form = useForm<ExchangeValues>({
    initialValues: valuesOf(exchange),
    validate: ({ name, since, silentAfterHours, settings }) => {
      const { password, apiUrl, login, buyer, customerId, pollSeconds, currency, fileLimit } = settings;
      const ofOneC = { 'settings.currency': required(currency), 'settings.fileLimit': required(fileLimit) };
      const ofCalled = {
        ...(needsSignIn && { 'settings.apiUrl': required(apiUrl) }),
        ...(needsSignIn && exchange.kind === 'abcp' && { 'settings.login': required(login) }),
        ...(needsSignIn && !exchange.hasPassword && { 'settings.password': required(password) }),
        ...(buyer === 'customer' && { 'settings.customerId': required(customerId) }),
        'settings.pollSeconds': required(pollSeconds),
      };
      return {
        name: required(name),
        since: required(since),
        silentAfterHours: required(silentAfterHours),
        ...(isCalled(exchange.kind) ? ofCalled : ofOneC),
      };
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
  return { form, ...saved, change: () => changeOf(form.values, exchange.kind) };
}

/** How the settings of each kind are shown and saved. */
const OF_KIND: Record<
  ExchangeKind,
  { valuesOf(exchange: Exchange): object; changeOf(values: ExchangeValues['settings']): Record<string, unknown> }
> = {
  one_c: { valuesOf: oneCValuesOf, changeOf: oneCChangeOf },
  abcp: { valuesOf: abcpValuesOf, changeOf: abcpChangeOf },
  parts_soft: { valuesOf: partsSoftValuesOf, changeOf: partsSoftChangeOf },
};

/** Of a list the errors name its entries. */
function errorsByFields(problems: FieldError[]): Record<string, string> {
  const errors = Object.entries(errorsByField(problems));
  return Object.fromEntries(errors.map(([path, words]) => [path.replace(/\[\d+\]$/, ''), words]));
}

function valuesOf(exchange: Exchange): ExchangeValues {
  const { kind, name, isActive, regionIds, since, numberPrefix, readyStatusIds, refusedStatusId } = exchange;
  const settings = OF_KIND[kind].valuesOf(exchange);
  return {
    name,
    isActive,
    regionIds,
    since,
    numberPrefix,
    readyStatusIds,
    refusedStatusId: refusedStatusId ?? '',
    silentAfterHours: exchange.silentAfterHours,
    settings: settings as ExchangeValues['settings'],
  };
}

function changeOf(
  { settings, refusedStatusId, silentAfterHours, name, numberPrefix, ...values }: ExchangeValues,
  kind: Exchange['kind'],
) {
  return {
    ...values,
    name: name.trim(),
    numberPrefix: numberPrefix.trim(),
    refusedStatusId: refusedStatusId || null,
    silentAfterHours: Number(silentAfterHours),
    settings: OF_KIND[kind].changeOf(settings),
  };
}
