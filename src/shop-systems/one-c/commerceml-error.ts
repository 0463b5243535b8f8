export type CommerceMlErrorCode =
  | 'not_xml'
  | 'document_type'
  | 'too_large'
  | 'too_deep'
  | 'too_many_values'
  | 'not_commerceml'
  | 'wrong_charset'
  | 'bad_zip'
  | 'quantity';

/** What of the file is quoted may be of any length. */
const MAX_MESSAGE = 500;

/** What 1C sent cannot be taken; the message is shown to its administrator by 1C itself, so it is Russian. */
export class CommerceMlError extends Error {
  constructor(
    readonly code: CommerceMlErrorCode,
    message: string,
  ) {
    super(message.slice(0, MAX_MESSAGE));
    this.name = 'CommerceMlError';
  }
}
