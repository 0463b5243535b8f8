import type { StoredError } from '../../platform/error-texts.js';
import type { PriceList } from './price-list.entity.js';

/** A new file differs so much from the one in force that a person has to look. */
export class PriceListHeld {
  constructor(readonly list: PriceList) {}
}

/** A file could not be fetched or read, after it could before. */
export class PriceListFailed {
  constructor(
    readonly list: PriceList,
    readonly error: StoredError,
  ) {}
}

/** What is in force has become too old to go by. */
export class PriceListBecameStale {
  constructor(readonly list: PriceList) {}
}
