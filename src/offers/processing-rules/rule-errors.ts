import type { ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { errorDetail, type ErrorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { parseMinor } from '../../platform/money.js';
import { PRICE_LISTS } from '../price-lists/price-list.entity.js';
import type { ProcessingRule } from './processing-rule.entity.js';

/** Of all brands of a rule: more, in signs that take three bytes, would not fit into a column of MariaDB. */
const MOST_BRAND_LETTERS = 15_000;

/**
 * Refuses a rule that cannot be meant so.
 * @param regionId of its connection; null = it has none yet
 * @throws InvalidInputError
 */
export function requirePossible(
  snapshot: ConfigurationSnapshot,
  regionId: number | null,
  { conditions, action }: Pick<ProcessingRule, 'conditions' | 'action'>,
): void {
  const errors: FieldError[] = [];
  const wrong = (path: string, detail: ErrorDetail) => errors.push({ path, ...detail });
  const { offerFound, stock, minTotal, maxTotal, priceListIds = [] } = conditions;

  if (offerFound === false && stock !== undefined)
    wrong('conditions.stock', errorDetail('contradicts', { other: 'offerFound' }));
  if (offerFound === false || stock === 'none') {
    const detail = errorDetail('contradicts', { other: offerFound === false ? 'offerFound' : 'stock' });
    for (const limit of ['deviationUp', 'deviationDown'] as const)
      if (conditions[limit] !== undefined) wrong(`conditions.${limit}`, detail);
    if (action.kind === 'accept_available') wrong('action.kind', detail);
  }
  if (minTotal !== undefined && maxTotal !== undefined && parseMinor(maxTotal)! < parseMinor(minTotal)!)
    wrong('conditions.maxTotal', errorDetail('below_minimum', { min: minTotal }));
  const { brands = [], exceptBrands = [] } = conditions;
  const [letters, exceptLetters] = [brands, exceptBrands].map((names) => names.join('').length) as [number, number];
  if (letters + exceptLetters > MOST_BRAND_LETTERS)
    wrong(
      letters > exceptLetters ? 'conditions.brands' : 'conditions.exceptBrands',
      errorDetail('too_long', { max: MOST_BRAND_LETTERS }),
    );
  const lists = snapshot.get(PRICE_LISTS);
  priceListIds.forEach((id, index) => {
    if (lists.get(Number(id))?.regionId !== regionId)
      wrong(`conditions.priceListIds[${index}]`, errorDetail('no_such_price_list'));
  });
  if (errors.length > 0) throw new InvalidInputError(errors);
}
