import { fieldErrors } from '../api/field-words';
import { notifyFailure } from '../shared/notify';

/** Tells why a file was not taken, as far as it is the file's fault. */
export function notifyFileFailure(error: unknown, title: string): void {
  const { file } = fieldErrors(error);
  notifyFailure(file ? new Error(file) : error, title);
}
