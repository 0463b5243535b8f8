import type { Schemas } from '../api/client';
import { errorInWords } from '../api/field-words';

type Message = Pick<Schemas['GettzapMessageSummary'], 'detail' | 'detailCode' | 'detailParams'>;

/** Why a body could not be read, in the reader's language; "" = it could. */
export function detailInWords({ detail: message, detailCode: code, detailParams: params }: Message): string {
  return code && errorInWords({ code, params, message });
}
