import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import type { ZonedTimes } from './zoned-times.js';

const OPERATORS = {
  id: ['eq', 'in', 'gteq', 'lteq'],
  time: ['eq', 'gteq', 'lteq'],
  text: ['eq', 'in', 'cont'],
} as const;

type Kind = keyof typeof OPERATORS;
export type Operator = (typeof OPERATORS)[Kind][number];

/** What can be searched by, and of what kind it is. */
export type SearchFields<Field extends string> = Record<Field, Kind>;

/** As a program wrote it: `search[created_at_gteq]=…`. */
export interface Condition<Field extends string> {
  field: Field;
  operator: Operator;
  /** More than one for `in` alone. */
  values: Array<string | number | Date>;
}

export interface Search<Field extends string> {
  conditions: Array<Condition<Field>>;
  /** Parameters that say nothing here, as they may stand in a header. */
  ignored: string[];
}

export type RawQuery = Record<string, string | string[] | undefined>;

/** Parameters of any list that are no filters. */
const PAGING = ['page', 'per_page'];
const MAX_CONDITIONS = 20;
const MAX_VALUES = 100;
const MAX_VALUE_LENGTH = 255;
const MAX_IGNORED = 20;
const MAX_NAME_LENGTH = 64;
const ID = /^\d{1,15}$/;
/** The items of an order, as forms number them. */
const NUMBERED_ITEM = /^order_items_attributes\]\[\d{1,4}\]\[/;

/**
 * Reads the filters of a query: `search[<field>_<operator>]`, known fields and operators alone; what is blank filters nothing.
 * @throws InvalidInputError for a value that is none of its field's
 */
export function readSearch<Field extends string>(
  query: RawQuery,
  fields: SearchFields<Field>,
  times: ZonedTimes,
): Search<Field> {
  const search: Search<Field> = { conditions: [], ignored: [] };
  for (const [name, given] of Object.entries(query)) {
    if (given === undefined || PAGING.includes(name)) continue;
    const known = knownCondition(name, fields);
    if (!known) {
      search.ignored.push(name);
      continue;
    }
    const texts = textsOf(given, known.operator);
    if (texts.length === 0) continue;
    const error = texts.length > MAX_VALUES ? errorDetail('too_many', { max: MAX_VALUES }) : undefined;
    const values = texts.map((text) => valueOf(text, fields[known.field], times));
    const wrong = error ?? values.find(isError);
    if (wrong) throw InvalidInputError.of(`search[${known.field}_${known.operator}]`, wrong);
    search.conditions.push({ ...known, values: values as Condition<Field>['values'] });
  }
  if (search.conditions.length > MAX_CONDITIONS)
    throw InvalidInputError.of('search', errorDetail('too_many', { max: MAX_CONDITIONS }));
  search.ignored = search.ignored.slice(0, MAX_IGNORED).map(headerSafe);
  return search;
}

function knownCondition<Field extends string>(name: string, fields: SearchFields<Field>) {
  const inside = /^(?:search|q)\[(.{1,100}?)\](?:\[\])?$/.exec(name)?.[1]?.replace(NUMBERED_ITEM, 'order_items_');
  const [, field, operator] = /^(\w+)_(eq|in|gteq|lteq|cont)$/.exec(inside ?? '') ?? [];
  if (!field || !Object.hasOwn(fields, field)) return undefined;
  const kind = fields[field as Field];
  const isKnown = (OPERATORS[kind] as readonly string[]).includes(operator!);
  return isKnown ? { field: field as Field, operator: operator as Operator } : undefined;
}

function textsOf(given: string | string[], operator: Operator): string[] {
  const texts = [given].flat();
  const all = operator === 'in' ? texts.flatMap((text) => text.split(',')) : texts.slice(-1);
  return all.map((text) => text.trim()).filter((text) => text !== '');
}

function valueOf(text: string, kind: Kind, times: ZonedTimes): string | number | Date | ErrorDetail {
  if (text.length > MAX_VALUE_LENGTH) return errorDetail('too_long', { max: MAX_VALUE_LENGTH });
  if (kind === 'text') return text;
  if (kind === 'id') return ID.test(text) ? Number(text) : errorDetail('id');
  return times.read(text) ?? errorDetail('day_or_time');
}

function isError(value: string | number | Date | ErrorDetail): value is ErrorDetail {
  return typeof value === 'object' && !(value instanceof Date);
}

function headerSafe(name: string): string {
  return name.slice(0, MAX_NAME_LENGTH).replace(/[^\w[\].-]/g, '?');
}

export interface Paging {
  /** From 1. */
  page: number;
  perPage: number;
}

const PER_PAGE = 20;
const MOST_PER_PAGE = 100;
const LAST_PAGE = 1_000_000;

/** 0 and 1 are both the first page; what is no number is as if it were not there, and more rows than there can be are as many as can. */
export function readPaging(query: RawQuery): Paging {
  const numberOf = (name: string) => Number(/^\d{1,9}$/.exec(String(query[name]))?.[0] ?? 0);
  return {
    page: Math.min(Math.max(numberOf('page'), 1), LAST_PAGE),
    perPage: Math.min(numberOf('per_page') || PER_PAGE, MOST_PER_PAGE),
  };
}
