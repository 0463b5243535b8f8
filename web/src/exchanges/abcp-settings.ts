import { type Exchange } from './exchange';

/** Numbers at ABCP that may be left empty. */
export const NUMBERS_THERE = ['deliveryTypeId', 'officeId', 'distributorId', 'routeId'] as const;

/** Settings of an exchange with ABCP; "" = none. */
export interface AbcpSettings extends Record<(typeof NUMBERS_THERE)[number], string> {
  apiUrl: string;
  login: string;
  /** Null = each buyer is a guest. */
  customerId: string | null;
  statusCode: string;
  pollSeconds: number;
  applyMissingLines: boolean;
}

/** As they are shown; the password is only ever written, "" = as it is stored. */
export interface AbcpValues extends Omit<AbcpSettings, 'customerId' | 'pollSeconds'> {
  password: string;
  buyer: 'guest' | 'customer';
  customerId: string;
  pollSeconds: number | string;
}

export function abcpSettingsOf({ settings }: Exchange): AbcpSettings {
  return settings as unknown as AbcpSettings;
}

export function abcpValuesOf(exchange: Exchange): AbcpValues {
  const { customerId, ...settings } = abcpSettingsOf(exchange);
  return { ...settings, password: '', buyer: customerId === null ? 'guest' : 'customer', customerId: customerId ?? '' };
}

export function abcpChangeOf({ password, buyer, ...values }: AbcpValues): Record<string, unknown> {
  const { customerId, pollSeconds, apiUrl, login, ...settings } = values;
  return {
    ...settings,
    apiUrl: apiUrl.trim(),
    login: login.trim(),
    customerId: buyer === 'guest' ? null : customerId.trim(),
    pollSeconds: Number(pollSeconds),
    ...(password !== '' && { password }),
  };
}
