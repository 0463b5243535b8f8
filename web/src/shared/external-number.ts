import { word } from '../i18n/words';

const SYNTHETIC = 'sha256:';

/** Whether GettZap gave the order a number. */
export function isNumbered(externalId: string): boolean {
  return !externalId.startsWith(SYNTHETIC);
}

/** The number of an order at GettZap; of one that came without a number, that it has none and the start of its body's hash. */
export function externalNumber(externalId: string): string {
  if (isNumbered(externalId)) return externalId;
  return `${word('withoutNumber')} (${externalId.slice(SYNTHETIC.length, SYNTHETIC.length + 8)}…)`;
}
