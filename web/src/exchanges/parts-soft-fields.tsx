import { Alert, List, NumberInput, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { SecretField } from '../marketplaces/secret-field';
import { IconKey } from '../shared/icons';
import type { Exchange } from './exchange';
import type { ExchangeForm } from './exchange-form';
import { usePartsSoftTexts } from './parts-soft-texts';

interface Props {
  form: ExchangeForm;
  /** As it is stored. */
  exchange: Exchange;
}

/** Fields side by side stand on one line, whichever of them has a hint. */
const ORDER: Array<'label' | 'input' | 'description' | 'error'> = ['label', 'input', 'description', 'error'];

/** Where the shop's site is, and the key of the customer that orders there. */
export function PartsSoftSignInFields({ form, exchange: { hasPassword, version } }: Props) {
  const t = usePartsSoftTexts();
  return (
    <Stack>
      <Alert role="note" icon={<IconKey />} title={t('signInTitle')} variant="light">
        <List type="ordered" size="sm">
          <List.Item>{t('signIn1')}</List.Item>
          <List.Item>{t('signIn2')}</List.Item>
        </List>
      </Alert>
      <TextInput
        label={t('apiUrl')}
        description={t('apiUrlHint')}
        type="url"
        inputMode="url"
        maxLength={255}
        {...form.getInputProps('settings.apiUrl')}
      />
      <SecretField
        key={`password-${version}`}
        label={t('password')}
        isStored={hasPassword}
        input={form.getInputProps('settings.password')}
      />
      <TextInput
        label={t('searchPath')}
        description={t('searchPathHint')}
        maxLength={255}
        {...form.getInputProps('settings.searchPath')}
      />
    </Stack>
  );
}

/** Which offers are ordered there, and how often it is asked what became of them. */
export function PartsSoftOrderFields({ form }: Props) {
  const t = usePartsSoftTexts();
  return (
    <Stack>
      <Radio.Group label={t('offer')} {...form.getInputProps('settings.offer')}>
        <Stack gap="xs" mt="xs">
          <Radio value="cheapest" label={t('offers.cheapest')} />
          <Radio value="fastest" label={t('offers.fastest')} />
        </Stack>
      </Radio.Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label={t('maxPriceDeviation')}
          description={t('maxPriceDeviationHint')}
          inputWrapperOrder={ORDER}
          min={0}
          max={1000}
          allowNegative={false}
          suffix=" %"
          {...form.getInputProps('settings.maxPriceDeviation')}
        />
        <NumberInput
          label={t('pollSeconds')}
          description={t('pollSecondsHint')}
          inputWrapperOrder={ORDER}
          min={60}
          max={3600}
          step={60}
          allowDecimal={false}
          allowNegative={false}
          suffix={t('seconds')}
          {...form.getInputProps('settings.pollSeconds')}
        />
      </SimpleGrid>
    </Stack>
  );
}
