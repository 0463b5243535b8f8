import { NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import type { ExchangeForm } from './exchange-form';
import { useTexts } from './texts';

const NO_VAT = 'Без НДС';
const VAT_RATES = ['0', '5', '7', '10', '20', '22'];

/** How 1C is spoken to. */
export function OneCFields({ form }: { form: ExchangeForm }) {
  const t = useTexts();
  const { vat } = form.values.settings;
  const rates = [...new Set([...VAT_RATES, ...(vat === NO_VAT ? [] : [vat])])];
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={t('schemaVersion')}
        description={t('schemaVersionHint')}
        inputWrapperOrder={ORDER}
        data={['2.05', '2.08', '2.10', '3.1']}
        allowDeselect={false}
        {...form.getInputProps('settings.schemaVersion')}
      />
      <Select
        label={t('encoding')}
        inputWrapperOrder={ORDER}
        data={[
          { value: 'utf-8', label: 'UTF-8' },
          { value: 'windows-1251', label: 'Windows-1251' },
        ]}
        allowDeselect={false}
        {...form.getInputProps('settings.encoding')}
      />
      <TextInput
        label={t('currency')}
        description={t('currencyHint')}
        inputWrapperOrder={ORDER}
        maxLength={16}
        {...form.getInputProps('settings.currency')}
      />
      <Select
        label={t('vat')}
        inputWrapperOrder={ORDER}
        data={[{ value: NO_VAT, label: t('vatNone') }, ...rates.map((rate) => ({ value: rate, label: `${rate} %` }))]}
        allowDeselect={false}
        {...form.getInputProps('settings.vat')}
      />
      <Select
        label={t('refusedPositions')}
        inputWrapperOrder={ORDER}
        data={(['left_out', 'zero'] as const).map((value) => ({ value, label: t(`refusedPositionsOption.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps('settings.refusedPositions')}
      />
      <NumberInput
        label={t('fileLimit')}
        description={t('fileLimitHint')}
        inputWrapperOrder={ORDER}
        min={0.1}
        max={15}
        step={1}
        decimalScale={1}
        decimalSeparator=","
        allowedDecimalSeparators={['.', ',']}
        suffix={t('megabytes')}
        allowNegative={false}
        {...form.getInputProps('settings.fileLimit')}
      />
    </SimpleGrid>
  );
}

/** Fields side by side stand on one line, whichever of them has a hint. */
const ORDER: Array<'label' | 'input' | 'description' | 'error'> = ['label', 'input', 'description', 'error'];
