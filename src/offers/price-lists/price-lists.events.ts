import type { StoredError } from '../../platform/error-texts.js';
import type { BrokenLimit } from './guard.js';

/** A list as the listeners of its events need it. */
export interface PriceListSummary {
  id: number;
  name: string;
  regionId: number;
}

/** A new file differs so much from the one in force that a person has to look. */
export class PriceListHeld {
  constructor(
    readonly list: PriceListSummary,
    readonly broken: BrokenLimit[],
  ) {}
}

/** A file could not be fetched or read, after it could before. */
export class PriceListFailed {
  constructor(
    readonly list: PriceListSummary,
    readonly error: StoredError,
  ) {}
}

/** What is in force has become too old to go by. */
export class PriceListBecameStale {
  constructor(
    readonly list: PriceListSummary,
    readonly hours: number,
  ) {}
}
