import { useForm } from '@mantine/form';
import { number } from '../i18n/format';
import { useTexts as useSharedTexts } from '../shared/texts';
import { type KnownColumns, type Role, ROLES } from './guess-columns';
import type { PriceList, PriceListBody } from './price-list';
import { useTexts } from './texts';

/** What a field of a number holds; "" = nothing. */
type Typed = number | string;

export const GUARD_RULES = ['rows', 'overlap', 'median', 'moved'] as const;
export type GuardRule = (typeof GUARD_RULES)[number];

/** The limits as the language writes numbers. */
export function limitsInWords(guard: Record<GuardRule, Typed>): Record<string, string> {
  const limits = GUARD_RULES.map((rule) => [rule, guard[rule] === '' ? '' : number(Number(guard[rule]))]);
  return Object.fromEntries(limits) as Record<string, string>;
}

export interface PriceListValues {
  name: string;
  /** "" = none is chosen. */
  regionId: string;
  /** Of radio buttons, whose values are texts. */
  kind: 'own' | 'supplier';
  deliveryDaysMin: Typed;
  deliveryDaysMax: Typed;
  firstRow: Typed;
  columns: Record<Role, Typed>;
  url: string;
  refreshMinutes: Typed;
  staleAfterHours: Typed;
  guard: Record<GuardRule, Typed>;
}

export type PriceListForm = ReturnType<typeof usePriceListForm>;

const NO_COLUMNS = Object.fromEntries(ROLES.map((role) => [role, ''])) as PriceListValues['columns'];

export const NEW_LIST: PriceListValues = {
  name: '',
  regionId: '',
  kind: 'supplier',
  deliveryDaysMin: 1,
  deliveryDaysMax: 3,
  firstRow: 1,
  columns: NO_COLUMNS,
  url: '',
  refreshMinutes: 60,
  staleAfterHours: 48,
  guard: { rows: 25, overlap: 50, median: 10, moved: 20 },
};

/** A file without such a column is no price list. */
export const isNeeded = (role: Role) => role !== 'multiplicity';

export function usePriceListForm(initialValues: PriceListValues) {
  const t = useTexts();
  const shared = useSharedTexts();
  const required = (value: Typed) => (String(value).trim() ? null : shared('required'));
  return useForm<PriceListValues>({
    initialValues,
    validate: (values) => {
      const errors: Record<string, string | null> = {
        name: required(values.name),
        regionId: required(values.regionId),
        deliveryDaysMin: required(values.deliveryDaysMin),
        deliveryDaysMax: required(values.deliveryDaysMax),
        firstRow: required(values.firstRow),
        staleAfterHours: required(values.staleAfterHours),
        ...(values.url.trim() && { refreshMinutes: required(values.refreshMinutes) }),
      };
      if (Number(values.deliveryDaysMax) < Number(values.deliveryDaysMin)) errors.deliveryDaysMax ??= t('daysReversed');
      for (const [index, role] of ROLES.entries()) {
        const column = values.columns[role];
        const other = ROLES.slice(0, index).find((each) => column !== '' && values.columns[each] === column);
        errors[`columns.${role}`] = other
          ? t('columnTwice', { role: t(`role.${other}`) })
          : isNeeded(role)
            ? required(column)
            : null;
      }
      for (const rule of GUARD_RULES) errors[`guard.${rule}`] = required(values.guard[rule]);
      return errors;
    },
  });
}

export function valuesOf(list: PriceList): PriceListValues {
  const { name, regionId, isOwnStock, deliveryDaysMin, deliveryDaysMax, firstRow, columns, url } = list;
  return {
    name,
    regionId,
    kind: isOwnStock ? 'own' : 'supplier',
    deliveryDaysMin,
    deliveryDaysMax,
    firstRow,
    columns: { ...NO_COLUMNS, ...columns },
    url,
    refreshMinutes: list.refreshMinutes,
    staleAfterHours: list.staleAfterHours,
    guard: { ...list.guard },
  };
}

export function bodyOf({ name, regionId, kind, url, ...values }: PriceListValues): PriceListBody {
  const { multiplicity, ...columns } = numbersOf(values.columns);
  return {
    name: name.trim(),
    regionId,
    isOwnStock: kind === 'own',
    deliveryDaysMin: Number(values.deliveryDaysMin),
    deliveryDaysMax: Number(values.deliveryDaysMax),
    firstRow: Number(values.firstRow),
    columns: { ...columns, ...(multiplicity > 0 && { multiplicity }) },
    url: url.trim(),
    // A period that was emptied of what is not fetched is no matter.
    refreshMinutes: Number(values.refreshMinutes) || (NEW_LIST.refreshMinutes as number),
    staleAfterHours: Number(values.staleAfterHours),
    guard: numbersOf(values.guard),
  };
}

function numbersOf<K extends string>(typed: Record<K, Typed>): Record<K, number> {
  return Object.fromEntries(Object.entries<Typed>(typed).map(([key, value]) => [key, Number(value)])) as Record<
    K,
    number
  >;
}

/** A column is one thing alone, and each thing stands in one column. @param role null = it is not needed */
export function withColumn(
  columns: PriceListValues['columns'],
  column: number,
  role: Role | null,
): PriceListValues['columns'] {
  const others = ROLES.map((each) => [each, columns[each] === column ? '' : columns[each]]);
  const changed = Object.fromEntries(others) as PriceListValues['columns'];
  return role ? { ...changed, [role]: column } : changed;
}

export function withKnown(known: KnownColumns): PriceListValues['columns'] {
  return { ...NO_COLUMNS, ...known };
}
