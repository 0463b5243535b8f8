import { useForm } from '@mantine/form';
import { errorsByField } from '../api/field-words';
import type { FieldError } from '../api/errors';
import { useTexts as useSharedTexts } from '../shared/texts';
import type { NewRule, ProcessingRule, RuleAction, RuleConditions } from './processing-rule';
import { text, useTexts } from './texts';

/** What a field of a number holds; "" = nothing. */
type Typed = number | string;

/** What can be asked, in the order in which it is shown. */
export const CONDITION_GROUPS = {
  presence: ['offerFound', 'stock', 'priceListIds', 'maxListAgeHours'],
  price: ['deviationUp', 'deviationDown'],
  time: ['maxDeliveryDays', 'inTime'],
  order: ['minTotal', 'maxTotal', 'knownBuyer', 'hours'],
  brand: ['brands', 'exceptBrands'],
} as const satisfies Record<string, Array<keyof RuleConditions>>;

export type ConditionGroup = keyof typeof CONDITION_GROUPS;
export type Condition = (typeof CONDITION_GROUPS)[ConditionGroup][number];

export const CONDITIONS: Condition[] = Object.values(CONDITION_GROUPS).flat();

type YesNo = 'yes' | 'no';

/** What is not there is not asked. */
export interface ConditionValues {
  offerFound?: YesNo;
  stock?: NonNullable<RuleConditions['stock']>;
  priceListIds?: string[];
  maxListAgeHours?: Typed;
  deviationUp?: Typed;
  deviationDown?: Typed;
  maxDeliveryDays?: Typed;
  inTime?: YesNo;
  minTotal?: Typed;
  maxTotal?: Typed;
  knownBuyer?: YesNo;
  hours?: NonNullable<RuleConditions['hours']>;
  brands?: string[];
  exceptBrands?: string[];
}

export interface RuleValues {
  name: string;
  scope: ProcessingRule['scope'];
  conditions: ConditionValues;
  action: { kind: RuleAction['kind']; reason: string; delayMinutes: Typed };
}

export type RuleForm = ReturnType<typeof useRuleForm>;

/** What a condition begins with when it is added. */
export const FIRST_VALUES: Required<ConditionValues> = {
  offerFound: 'yes',
  stock: 'full',
  priceListIds: [],
  maxListAgeHours: 24,
  deviationUp: 0,
  deviationDown: '',
  maxDeliveryDays: '',
  inTime: 'yes',
  minTotal: '',
  maxTotal: '',
  knownBuyer: 'yes',
  hours: 'working',
  brands: [],
  exceptBrands: [],
};

export function useRuleForm(initialValues: RuleValues) {
  const t = useTexts();
  const shared = useSharedTexts();
  return useForm<RuleValues>({
    initialValues,
    validate: ({ name, conditions, action }) => {
      const errors: Record<string, string | null> = { name: name.trim() ? null : shared('required') };
      for (const [condition, value] of Object.entries(conditions))
        if (value.length === 0) errors[`conditions.${condition}`] = t('fillOrRemove');
      if (action.kind !== 'leave' && action.delayMinutes === '') errors['action.delayMinutes'] = shared('required');
      return errors;
    },
  });
}

export function valuesOf({ name, scope, conditions, action }: Omit<NewRule, 'connectionId'>): RuleValues {
  const { offerFound, inTime, knownBuyer, ...others } = conditions;
  return {
    name,
    scope: scope ?? 'position',
    conditions: {
      ...others,
      ...(offerFound !== undefined && { offerFound: yesNo(offerFound) }),
      ...(inTime && { inTime: 'yes' }),
      ...(knownBuyer !== undefined && { knownBuyer: yesNo(knownBuyer) }),
    },
    action: { kind: action.kind, reason: action.reason ?? '', delayMinutes: action.delayMinutes ?? 0 },
  };
}

/** @returns all that a form sets, as the calls take it; what is not filled in yet is left out */
export function settingsOf({ name, scope, conditions, action }: RuleValues) {
  const { kind } = action;
  return {
    name: name.trim(),
    scope,
    conditions: conditionsOf(conditions),
    action: {
      kind,
      reason: kind === 'refuse' ? action.reason.trim() : '',
      delayMinutes: kind === 'leave' ? 0 : Number(action.delayMinutes),
    },
  };
}

function conditionsOf(values: ConditionValues): RuleConditions {
  const { offerFound, inTime, knownBuyer, minTotal, maxTotal, hours, stock, ...others } = values;
  const { priceListIds, brands, exceptBrands, ...numbers } = others;
  const lists = { priceListIds, brands, exceptBrands };
  return {
    ...(hours && { hours }),
    ...(stock && { stock }),
    ...(offerFound && { offerFound: offerFound === 'yes' }),
    ...(inTime && { inTime: true }),
    ...(knownBuyer && { knownBuyer: knownBuyer === 'yes' }),
    ...filled(lists),
    ...mapped(filled({ minTotal, maxTotal }), String),
    ...mapped(filled(numbers), Number),
  };
}

/** What of a refused form belongs to which field: a part of a list to the list; what contradicts is named as the form does. */
export function errorsOf(problems: FieldError[]): Record<string, string> {
  const ofFields = problems.map(({ path, ...problem }) => ({
    ...problem,
    path: path.replace(/\[\d+\]$/, ''),
    ...(problem.code === 'contradicts' && { params: { other: nameOf(String(problem.params?.other)) } }),
  }));
  return errorsByField(ofFields);
}

function nameOf(condition: string): string {
  const known = CONDITIONS.find((each) => each === condition);
  return known ? `«${text(`condition.${known}`)}»` : condition;
}

const yesNo = (is: boolean): YesNo => (is ? 'yes' : 'no');

function filled<T extends Record<string, Typed | string[] | undefined>>(values: T): Partial<T> {
  const there = Object.entries(values).filter(([, value]) => value !== undefined && (value as string).length !== 0);
  return Object.fromEntries(there) as Partial<T>;
}

function mapped<K extends string, T>(
  values: Partial<Record<K, Typed>>,
  as: (value: Typed) => T,
): Partial<Record<K, T>> {
  const entries = Object.entries<Typed | undefined>(values).map(([key, value]) => [key, as(value!)]);
  return Object.fromEntries(entries) as Partial<Record<K, T>>;
}
