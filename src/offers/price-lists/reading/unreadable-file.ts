import { type ErrorDetail, type StoredError, storedError } from '../../../platform/error-texts.js';

/** The file is not what it should be; people are told why. */
export class UnreadableFile extends Error {
  readonly error: StoredError;

  constructor(detail: ErrorDetail) {
    super(detail.message);
    this.error = storedError(detail);
  }
}
