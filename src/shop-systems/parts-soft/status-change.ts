import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';

/** As `ItemStatusesService` takes it. */
export interface StatusChange {
  itemIds: string[];
  statusId: string;
}

const MAX_ITEMS = 500;
const ID = /^[1-9]\d{0,14}$/;
const SHOWN = 40;

/**
 * Reads what a program sent to change statuses: ids in one text, separated by spaces or commas, or in a list; each counts once, and
 * other fields are let alone.
 * @throws InvalidInputError that names what is no id
 */
export function readStatusChange(body: Record<string, unknown>): StatusChange {
  const named = wordsOf(body.order_item_ids ?? body['order_item_ids[]']);
  const [statusId = '', ...further] = wordsOf(body.status_id);
  const itemIds = [...new Set(named)];
  const wrong = itemIds.filter((id) => !ID.test(id)).slice(0, MAX_ITEMS);
  const errors = [
    ...wrong.map((id) => at('order_item_ids', errorDetail('no_such_item_id', { id: id.slice(0, SHOWN) }))),
    ...(itemIds.length === 0 ? [at('order_item_ids', errorDetail('required'))] : []),
    ...(itemIds.length > MAX_ITEMS ? [at('order_item_ids', errorDetail('too_many', { max: MAX_ITEMS }))] : []),
    ...(statusId === '' ? [at('status_id', errorDetail('required'))] : []),
    ...(statusId !== '' && (further.length > 0 || !ID.test(statusId)) ? [at('status_id', errorDetail('id'))] : []),
  ];
  if (errors.length > 0) throw new InvalidInputError(errors);
  return { itemIds, statusId };
}

function at(path: string, detail: ErrorDetail) {
  return { path, ...detail };
}

function wordsOf(value: unknown): string[] {
  const texts = [value].flat().filter((each) => typeof each === 'string' || typeof each === 'number');
  return texts.flatMap((each) => String(each).split(/[\s,]+/)).filter((word) => word !== '');
}
