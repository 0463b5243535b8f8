import { detailOf, type StoredError, storedError } from '../../../platform/error-texts.js';

/** A file could not be fetched or read, for a reason that people are told. */
export class FileFailed extends Error {
  readonly error: StoredError;

  constructor(error: StoredError) {
    super(detailOf(error).message);
    this.error = storedError(error);
  }
}
