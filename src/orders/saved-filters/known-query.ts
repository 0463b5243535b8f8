import type { Type as Class } from '@nestjs/common';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import { requestValidation } from '../../platform/http/validation.js';
import { ExternalOrderQuery } from '../external-orders/external-order.dto.js';
import { ListedPositionQuery } from '../external-orders/listed-position.dto.js';
import { OrderQuery } from '../orders/order.dto.js';
import type { SavedList } from './saved-filter.entity.js';

const VIEW = 'view';
const POSITIONS = 'positions';
/** What belongs to a moment, or to the panel's head, and not to a filter. */
const NOT_SAVED = ['page', 'perPage', 'ids', 'regionId'];

/**
 * The query of a list's address in its one form: its parts sorted by name.
 * @throws InvalidInputError for one that the list would refuse
 */
export async function knownQuery(list: SavedList, query: string): Promise<string> {
  const params = new URLSearchParams(query);
  params.sort();
  const given = Object.fromEntries(params);
  if (Object.keys(given).length < params.size) throw InvalidInputError.of('query', errorDetail('repeated'));
  const { [VIEW]: view, ...filters } = given;
  const isView = view === undefined || (list === 'external-orders' && view === POSITIONS);
  const unknown = isView ? NOT_SAVED.find((name) => name in filters) : VIEW;
  if (unknown) throw InvalidInputError.of(`query.${unknown}`, errorDetail('unknown_field'));
  await requireValid(filters, queryOf(list, view !== undefined));
  return params.toString();
}

function queryOf(list: SavedList, isByPositions: boolean): Class<object> {
  if (list === 'orders') return OrderQuery;
  return isByPositions ? ListedPositionQuery : ExternalOrderQuery;
}

async function requireValid(filters: object, metatype: Class<object>): Promise<void> {
  try {
    await requestValidation.transform(filters, { type: 'query', metatype });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(error.errors.map((each) => ({ ...each, path: `query.${each.path}` })));
  }
}
