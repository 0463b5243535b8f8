import {
  ActionIcon,
  Button,
  Group,
  Input,
  Menu,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  TagsInput,
  Text,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useBrands } from '../brands/brands';
import { IconPlus, IconX } from '../shared/page-icons';
import { usePriceListNames } from './processing-rule';
import {
  type Condition,
  CONDITION_GROUPS,
  type ConditionGroup,
  CONDITIONS,
  FIRST_VALUES,
  type RuleForm,
} from './rule-form';
import { useTexts } from './texts';

interface Props {
  form: RuleForm;
  /** Of the rule's connection. */
  regionId: string | null;
  mayChange: boolean;
}

interface FieldProps {
  form: RuleForm;
  condition: Condition;
  regionId: string | null;
  isFresh: boolean;
}

/** What has to hold: each condition is added, filled in and removed by itself. */
export function ConditionFields({ form, regionId, mayChange }: Props) {
  const t = useTexts();
  const [fresh, setFresh] = useState<Condition>();
  const { conditions } = form.values;
  const shown = CONDITIONS.filter((condition) => condition in conditions);
  const add = (condition: Condition) => {
    setFresh(condition);
    form.setFieldValue('conditions', { ...conditions, [condition]: FIRST_VALUES[condition] });
  };
  const remove = (condition: Condition) => {
    const { [condition]: _, ...rest } = conditions;
    form.clearFieldError(`conditions.${condition}`);
    form.setFieldValue('conditions', rest);
  };
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {shown.length > 0 ? t('conditionsHint') : t('noConditions')}
      </Text>
      {shown.map((condition) => (
        <Group key={condition} wrap="nowrap" align="flex-start" gap="xs">
          <div style={{ flex: 1, minWidth: 0 }}>
            <ConditionField form={form} condition={condition} regionId={regionId} isFresh={condition === fresh} />
          </div>
          {mayChange && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              mt={condition === 'inTime' ? 0 : 24}
              aria-label={t('removeCondition', { name: t(`condition.${condition}`) })}
              onClick={() => remove(condition)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {mayChange && shown.length < CONDITIONS.length && <AddCondition shown={shown} onAdd={add} />}
    </Stack>
  );
}

function AddCondition({ shown, onAdd }: { shown: Condition[]; onAdd(condition: Condition): void }) {
  const t = useTexts();
  const groups = (Object.keys(CONDITION_GROUPS) as ConditionGroup[])
    .map((group) => ({ group, free: CONDITION_GROUPS[group].filter((each) => !shown.includes(each)) }))
    .filter(({ free }) => free.length > 0);
  return (
    <Menu position="bottom-start" withInitialFocusPlaceholder={false} portalProps={{ target: 'main' }}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} style={{ alignSelf: 'flex-start' }}>
          {t('addCondition')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {groups.map(({ group, free }) => (
          <div key={group} role="group" aria-label={t(`group.${group}`)}>
            <Menu.Label>{t(`group.${group}`)}</Menu.Label>
            {free.map((condition) => (
              <Menu.Item key={condition} onClick={() => onAdd(condition)}>
                {t(`condition.${condition}`)}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** How numbers are typed. */
const NUMBERS = {
  maxListAgeHours: { min: 1, max: 8_760, unit: 'hours', decimals: 0 },
  deviationUp: { min: 0, max: 1_000, unit: 'percent', decimals: 1 },
  deviationDown: { min: 0, max: 1_000, unit: 'percent', decimals: 1 },
  maxDeliveryDays: { min: 0, max: 365, unit: 'days', decimals: 0 },
  minTotal: { min: 0, max: 999_999_999_999, unit: 'rubles', decimals: 2 },
  maxTotal: { min: 0, max: 999_999_999_999, unit: 'rubles', decimals: 2 },
} as const;

const CHOICES = {
  offerFound: ['yes', 'no'],
  stock: ['full', 'any', 'none'],
  knownBuyer: ['yes', 'no'],
  hours: ['working', 'outside'],
} as const;

/** Conditions whose name does not say all. */
const HINTED = [
  'stock',
  'deviationUp',
  'deviationDown',
  'maxDeliveryDays',
  'brands',
  'exceptBrands',
  'minTotal',
  'maxTotal',
  'hours',
  'knownBuyer',
] as const;

const WRAPPED: Array<'label' | 'input' | 'description' | 'error'> = ['label', 'input', 'description', 'error'];

const isOneOf = <T extends string>(names: readonly T[], name: string): name is T => names.includes(name as T);
const isKeyOf = <T extends object>(named: T, name: string): name is keyof T & string => name in named;

function ConditionField({ form, condition, regionId, isFresh }: FieldProps) {
  const t = useTexts();
  const { conditions } = form.values;
  const field = {
    label: t(`condition.${condition}`),
    description: isOneOf(HINTED, condition) ? t(`conditionHint.${condition}`) : undefined,
    inputWrapperOrder: WRAPPED,
    autoFocus: isFresh,
    ...form.getInputProps(`conditions.${condition}`),
  };
  if (isKeyOf(NUMBERS, condition)) {
    const { unit, decimals, ...bounds } = NUMBERS[condition];
    return (
      <NumberInput
        {...field}
        {...bounds}
        suffix={t(`unit.${unit}`)}
        decimalScale={decimals}
        allowDecimal={decimals > 0}
        allowNegative={false}
        decimalSeparator=","
        thousandSeparator={unit === 'rubles' ? ' ' : undefined}
      />
    );
  }
  if (isKeyOf(CHOICES, condition)) {
    const data = CHOICES[condition].map((value: string) => ({
      value,
      label: t(`choice.${condition}.${value}` as Parameters<typeof t>[0]),
    }));
    return <Select {...field} data={data} allowDeselect={false} />;
  }
  if (condition === 'priceListIds')
    return <Lists {...field} value={conditions.priceListIds ?? []} regionId={regionId} />;
  if (condition === 'inTime')
    return (
      <Text size="sm" fw={500} py={7}>
        {field.label}
        <Input.Error>{field.error}</Input.Error>
      </Text>
    );
  return <Brands {...field} value={conditions[condition] ?? []} />;
}

interface ListsProps {
  label: string;
  error?: React.ReactNode;
  value: string[];
  onChange(ids: string[]): void;
  regionId: string | null;
}

/** Price lists of the connection's region by name; those that are gone stay until they are taken out. */
function Lists({ regionId, ...field }: ListsProps) {
  const t = useTexts();
  const all = usePriceListNames();
  const ours = all.filter((list) => list.regionId === regionId).map(({ id, name }) => ({ value: id, label: name }));
  const gone = field.value.filter((id) => !ours.some(({ value }) => value === id));
  return (
    <MultiSelect
      {...field}
      placeholder={field.value.length === 0 ? t('chooseLists') : undefined}
      nothingFoundMessage={t('noLists')}
      data={[...ours, ...gone.map((id) => ({ value: id, label: t('listGone', { id }) }))]}
      searchable={ours.length > 8}
    />
  );
}

const TYPING_MS = 200;
const OFFERED = 20;
const MOST_BRANDS = 500;

interface BrandsProps {
  label: string;
  value: string[];
  onChange(names: string[]): void;
}

/** Names of the directory are offered; any other spelling can be typed. */
function Brands(field: BrandsProps) {
  const t = useTexts();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, TYPING_MS);
  const { data } = useBrands({ q, perPage: OFFERED, sort: 'name' });
  const found = (data?.data ?? []).map(({ name }) => name);
  return (
    <TagsInput
      {...field}
      placeholder={field.value.length === 0 ? t('chooseBrands') : undefined}
      data={found}
      // The service has looked through the synonyms, too.
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      maxTags={MOST_BRANDS}
      splitChars={[',', ';']}
      acceptValueOnBlur
    />
  );
}
