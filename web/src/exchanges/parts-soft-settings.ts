import type { Exchange } from './exchange';

/** Settings of an exchange that orders in PARTS SOFT. */
export interface PartsSoftSettings {
  apiUrl: string;
  searchPath: string;
  offer: 'cheapest' | 'fastest';
  /** Percent; null = whatever it costs. */
  maxPriceDeviation: number | null;
  pollSeconds: number;
  applyMissingLines: boolean;
}

/** As they are shown; the key is only ever written, "" = as it is stored. */
export interface PartsSoftValues extends Omit<PartsSoftSettings, 'maxPriceDeviation' | 'pollSeconds'> {
  password: string;
  /** "" = whatever it costs. */
  maxPriceDeviation: number | string;
  pollSeconds: number | string;
}

export function partsSoftSettingsOf({ settings }: Exchange): PartsSoftSettings {
  return settings as unknown as PartsSoftSettings;
}

export function partsSoftValuesOf(exchange: Exchange): PartsSoftValues {
  const { maxPriceDeviation, ...settings } = partsSoftSettingsOf(exchange);
  return { ...settings, maxPriceDeviation: maxPriceDeviation ?? '', password: '' };
}

export function partsSoftChangeOf(values: PartsSoftValues): Record<string, unknown> {
  const { password, apiUrl, searchPath, maxPriceDeviation, pollSeconds, offer, applyMissingLines } = values;
  return {
    offer,
    applyMissingLines,
    apiUrl: apiUrl.trim(),
    searchPath: searchPath.trim(),
    maxPriceDeviation: maxPriceDeviation === '' ? null : Number(maxPriceDeviation),
    pollSeconds: Number(pollSeconds),
    ...(password !== '' && { password }),
  };
}
