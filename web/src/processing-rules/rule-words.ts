import { language } from '../i18n/language';
import { money, percent } from '../i18n/format';
import type { ProcessingRule, RuleAction, RuleConditions } from './processing-rule';
import { text as t } from './rule-texts';

/** A list's name by its id; undefined = it is gone. */
export type ListName = (id: string) => string | undefined;

/** Brands are named up to so many. */
const NAMED = 4;

/** «Если есть всё количество и не дороже чем на 5 % → принять». */
export function ruleInWords({ conditions, action }: Pick<ProcessingRule, 'conditions' | 'action'>, listName: ListName) {
  const parts = conditionsInWords(conditions, listName);
  const what = actionInWords(action);
  if (parts.length === 0) return t('always', { action: what });
  const joined = new Intl.ListFormat(language(), { type: 'conjunction' }).format(parts);
  return t('sentence', { conditions: joined, action: what });
}

/** All that has to hold, each in some words: what is asked of the order first, then of its part, then of the offer. */
export function conditionsInWords(conditions: RuleConditions, listName: ListName): string[] {
  const { hours, knownBuyer, minTotal, maxTotal, brands, exceptBrands, maxListAgeHours } = conditions;
  const { deviationUp, deviationDown, maxDeliveryDays, inTime } = conditions;
  return [
    hours && t(`hours.${hours}`),
    knownBuyer !== undefined && t(knownBuyer ? 'buyerKnown' : 'buyerNew'),
    totalInWords(minTotal, maxTotal),
    brands && t('brands', { names: someOf(brands).join(t('or')) }),
    exceptBrands && t('exceptBrands', { names: someOf(exceptBrands).join(t('andNot')) }),
    ...presenceInWords(conditions, listName),
    limitInWords('dearer', deviationUp),
    limitInWords('cheaper', deviationDown),
    maxListAgeHours !== undefined && t('listAge', { hours: maxListAgeHours }),
    maxDeliveryDays !== undefined && (maxDeliveryDays === 0 ? t('today') : t('days', { days: maxDeliveryDays })),
    inTime && t('inTime'),
  ].filter((part) => typeof part === 'string');
}

export function actionInWords({ kind, reason }: RuleAction): string {
  const what = t(`action.${kind}`);
  return kind === 'refuse' && reason ? t('withReason', { what, reason }) : what;
}

/** What is asked of the offers there are, and of which lists; the first of it names the lists. */
function presenceInWords({ offerFound, stock, priceListIds }: RuleConditions, listName: ListName): string[] {
  const names = (priceListIds ?? []).map((id) => `«${listName(id) ?? t('noList')}»`);
  const lists = names.length > 0 ? t(names.length === 1 ? 'inList' : 'inLists', { names: names.join(', ') }) : '';
  const parts = [
    offerFound === true && t('offer'),
    offerFound === false && (lists ? t('noOffer') : t('noOfferAnywhere')),
    stock && t(`stock.${stock}`),
  ].filter((part) => typeof part === 'string');
  if (!lists) return parts;
  const [first = t('offerThere'), ...others] = parts;
  return [first + lists, ...others];
}

function limitInWords(which: 'dearer' | 'cheaper', limit: number | undefined): string | undefined {
  if (limit === undefined) return undefined;
  return limit === 0 ? t(`${which}.not`) : t(`${which}.upTo`, { percent: percent(limit) });
}

function totalInWords(min: string | undefined, max: string | undefined): string | undefined {
  if (min !== undefined && max !== undefined) return t('total.between', { min: money(min), max: money(max) });
  if (min !== undefined) return t('total.from', { min: money(min) });
  return max === undefined ? undefined : t('total.upTo', { max: money(max) });
}

function someOf(names: string[]): string[] {
  return names.length <= NAMED
    ? names
    : [...names.slice(0, NAMED - 1), t('others', { count: names.length - NAMED + 1 })];
}
