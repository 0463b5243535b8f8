import { type Exchange } from './exchange';

const MEGABYTE = 1_000_000;

/** Settings of an exchange with 1C. */
export interface OneCSettings {
  encoding: string;
  schemaVersion: string;
  currency: string;
  vat: string;
  refusedPositions: string;
  /** Bytes. */
  fileLimit: number;
  applyMissingLines: boolean;
}

/** As they are shown: the limit of a file in megabytes. */
export type OneCValues = Omit<OneCSettings, 'fileLimit'> & { fileLimit: number | string };

export function oneCSettingsOf({ settings }: Exchange): OneCSettings {
  return settings as unknown as OneCSettings;
}

export function oneCValuesOf(exchange: Exchange): OneCValues {
  const { fileLimit, ...settings } = oneCSettingsOf(exchange);
  return { ...settings, fileLimit: fileLimit / MEGABYTE };
}

export function oneCChangeOf({ fileLimit, ...settings }: OneCValues): Record<string, unknown> {
  return { ...settings, fileLimit: Math.round(Number(fileLimit) * MEGABYTE) };
}
