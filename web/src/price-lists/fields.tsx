import { NumberInput, Radio, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useRegionChoice } from '../shell/regions';
import { ROLES } from './guess-columns';
import { GUARD_RULES, isNeeded, type PriceListForm } from './price-list-form';
import { useTexts } from './texts';

interface Props {
  form: PriceListForm;
}

const WHOLE = { allowDecimal: false, allowNegative: false } as const;

/** Fields side by side stand on one line, whichever of them has a hint. */
const SIDE_BY_SIDE: Array<'label' | 'input' | 'description' | 'error'> = ['label', 'input', 'description', 'error'];

/** Whose list it is, and how soon its parts come. */
export function GeneralFields({ form }: Props) {
  const t = useTexts();
  const { regions } = useRegionChoice();
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('name')}
          placeholder={t('namePlaceholder')}
          maxLength={255}
          {...form.getInputProps('name')}
        />
        <Select
          label={t('region')}
          data={regions.map(({ id, name }) => ({ value: id, label: name }))}
          searchable={regions.length > 8}
          allowDeselect={false}
          {...form.getInputProps('regionId')}
          value={form.values.regionId || null}
        />
      </SimpleGrid>
      <Radio.Group label={t('whose')} {...form.getInputProps('kind')}>
        <Group mt={6} gap="lg">
          <Radio value="supplier" label={t('supplier')} />
          <Radio value="own" label={t('ownStock')} />
        </Group>
      </Radio.Group>
      <SimpleGrid cols={{ base: 2, sm: 3 }}>
        <NumberInput
          label={t('daysMin')}
          inputWrapperOrder={SIDE_BY_SIDE}
          min={0}
          max={365}
          {...WHOLE}
          {...form.getInputProps('deliveryDaysMin')}
        />
        <NumberInput
          label={t('daysMax')}
          inputWrapperOrder={SIDE_BY_SIDE}
          min={0}
          max={365}
          {...WHOLE}
          {...form.getInputProps('deliveryDaysMax')}
        />
        <NumberInput
          label={t('staleAfter')}
          description={t('staleAfterHint')}
          inputWrapperOrder={SIDE_BY_SIDE}
          suffix={t('hours')}
          min={1}
          max={8760}
          {...WHOLE}
          {...form.getInputProps('staleAfterHours')}
        />
      </SimpleGrid>
    </Stack>
  );
}

/** Which column is what, by its number. */
export function ColumnFields({ form }: Props) {
  const t = useTexts();
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }}>
      {ROLES.map((role) => (
        <NumberInput
          key={role}
          label={t(`role.${role}`)}
          placeholder={isNeeded(role) ? undefined : t('noColumn')}
          min={1}
          max={16_384}
          {...WHOLE}
          {...form.getInputProps(`columns.${role}`)}
        />
      ))}
      <NumberInput label={t('firstRow')} min={1} max={1000} {...WHOLE} {...form.getInputProps('firstRow')} />
    </SimpleGrid>
  );
}

/** Where new files come from by themselves. */
export function SourceFields({ form }: Props) {
  const t = useTexts();
  return (
    <Stack>
      <TextInput
        label={t('url')}
        description={t('urlHint')}
        type="url"
        inputMode="url"
        placeholder="https://"
        maxLength={2000}
        {...form.getInputProps('url')}
      />
      <NumberInput
        label={t('refresh')}
        description={t('refreshHint')}
        suffix={t('minutes')}
        min={5}
        max={7 * 24 * 60}
        maw={420}
        disabled={!form.values.url.trim()}
        {...WHOLE}
        {...form.getInputProps('refreshMinutes')}
      />
    </Stack>
  );
}

/** Outside which limits a file waits for a person. */
export function GuardFields({ form }: Props) {
  const t = useTexts();
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('guardHint')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {GUARD_RULES.map((rule) => (
          <NumberInput
            key={rule}
            label={t(`guard.${rule}`)}
            description={t(`guardOff.${rule}`)}
            suffix=" %"
            min={0}
            max={100}
            decimalScale={1}
            decimalSeparator=","
            allowNegative={false}
            {...form.getInputProps(`guard.${rule}`)}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}
