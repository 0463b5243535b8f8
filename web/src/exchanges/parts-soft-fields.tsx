import { NumberInput, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { SecretField } from '../settings/secret-field';
import { AddressField, PollField, SIDE_BY_SIDE, SignInHelp } from './called-inputs';
import type { Exchange } from './exchange';
import type { ExchangeForm } from './exchange-form';
import { usePartsSoftTexts } from './parts-soft-texts';

interface Props {
  form: ExchangeForm;
  /** As it is stored. */
  exchange: Exchange;
}

/** Where the shop's site is, and the key of the customer that orders there. */
export function PartsSoftSignInFields({ form, exchange: { hasPassword, version } }: Props) {
  const t = usePartsSoftTexts();
  return (
    <Stack>
      <SignInHelp title={t('signInTitle')} steps={[t('signIn1'), t('signIn2')]} />
      <AddressField form={form} label={t('apiUrl')} description={t('apiUrlHint')} />
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
          inputWrapperOrder={SIDE_BY_SIDE}
          min={0}
          max={1000}
          allowNegative={false}
          decimalSeparator=","
          suffix=" %"
          {...form.getInputProps('settings.maxPriceDeviation')}
        />
        <PollField
          form={form}
          label={t('pollSeconds')}
          description={t('pollSecondsHint')}
          shortest={60}
          suffix={t('seconds')}
        />
      </SimpleGrid>
    </Stack>
  );
}
