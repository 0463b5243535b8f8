import { ACCEPTED_TEXT, REFUSED_TEXT } from '../../../src/orders/order-statuses/suggested-texts';
import { useForm } from '@mantine/form';
import { minutesOf, type TypedMinutes } from '../deadlines/limit-fields';
import { useRegionChoice } from '../shell/regions';
import { type Connection, type ConnectionSettings } from './connection';
import { errorsByField } from '../api/field-words';
import { useSavedConnection } from './use-saved-connection';

/** The manual's fields; "" = none, and for a secret: as it is stored. */
export interface ConnectionValues {
  isActive: boolean;
  regionId: string;
  login: string;
  password: string;
  apiKey: string;
  apiUrl: string;
  cancelledStatusId: string;
  acceptedStatus: string;
  acceptedText: string;
  refusedStatus: string;
  refusedText: string;
  decisionMinutes: TypedMinutes;
  decisionWarnMinutes: TypedMinutes;
  /** The service refuses what nobody decided in time, for this reason. */
  refusesOverdue: boolean;
  overdueReason: string;
}

export type ConnectionForm = ReturnType<typeof useConnectionForm>['form'];

/** @param suggests begins with the suggested texts where nothing is told yet: they are saved with the rest */
export function useConnectionForm(connection: Connection, { suggests = false } = {}) {
  const { regions } = useRegionChoice();
  const form = useForm<ConnectionValues>({
    initialValues: suggests ? withSuggestions(valuesOf(connection)) : valuesOf(connection),
  });
  const saved = useSavedConnection({ connection, form, valuesOf, errorsOf: errorsByField });
  // Where there is only one region there is nothing to choose.
  const regionId = form.values.regionId || (regions.length === 1 ? regions[0].id : '');
  return { form, regionId, ...saved, settings: () => settingsOf({ ...form.values, regionId }) };
}

function valuesOf(connection: Connection): ConnectionValues {
  const { isActive, login, apiUrl, acceptedStatus, acceptedText, refusedStatus, refusedText } = connection;
  return {
    isActive,
    regionId: connection.regionId ?? '',
    login,
    password: '',
    apiKey: '',
    apiUrl,
    cancelledStatusId: connection.cancelledStatusId ?? '',
    acceptedStatus,
    acceptedText,
    refusedStatus,
    refusedText,
    decisionMinutes: connection.decisionMinutes ?? '',
    decisionWarnMinutes: connection.decisionWarnMinutes ?? '',
    refusesOverdue: connection.onOverdue !== null,
    overdueReason: connection.onOverdue?.reason ?? '',
  };
}

function withSuggestions(values: ConnectionValues): ConnectionValues {
  const { acceptedStatus, acceptedText, refusedStatus, refusedText } = values;
  return {
    ...values,
    acceptedText: acceptedText || (acceptedStatus ? '' : ACCEPTED_TEXT),
    refusedText: refusedText || (refusedStatus ? '' : REFUSED_TEXT),
  };
}

function settingsOf({
  login,
  password,
  apiKey,
  regionId,
  cancelledStatusId,
  decisionMinutes,
  decisionWarnMinutes,
  refusesOverdue,
  overdueReason,
  ...values
}: ConnectionValues): ConnectionSettings {
  return {
    ...values,
    // What is copied brings spaces along; a password may have them.
    login: login.trim(),
    regionId: regionId || null,
    cancelledStatusId: cancelledStatusId || null,
    decisionMinutes: minutesOf(decisionMinutes),
    decisionWarnMinutes: minutesOf(decisionWarnMinutes),
    onOverdue: refusesOverdue ? { kind: 'refuse', reason: overdueReason.trim() } : null,
    ...(password && { password }),
    ...(apiKey.trim() && { apiKey: apiKey.trim() }),
  };
}
