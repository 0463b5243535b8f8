/** What an administrator chooses for the exchange with one 1C. */
export interface OneCSettings {
  encoding: 'utf-8' | 'windows-1251';
  /** Of CommerceML. */
  schemaVersion: '2.05' | '2.08' | '2.10' | '3.1';
  /** The word by which 1C knows it. */
  currency: string;
  /** A rate in percent such as `20`, which prices include, or `Без НДС`. */
  vat: string;
  /** What becomes of lines of which nothing is to be delivered any more. */
  refusedPositions: 'left_out' | 'zero';
  /** Of one part that 1C sends, in bytes. */
  fileLimit: number;
  /** Lines that 1C gives back smaller or not at all are refused without a person. */
  applyMissingLines: boolean;
}

export const DEFAULT_ONE_C_SETTINGS: OneCSettings = {
  encoding: 'utf-8',
  schemaVersion: '2.05',
  currency: 'руб',
  vat: 'Без НДС',
  refusedPositions: 'left_out',
  fileLimit: 10_000_000,
  applyMissingLines: false,
};
