import { Radio, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { SecretField } from '../settings/secret-field';
import { NUMBERS_THERE } from './abcp-settings';
import { useAbcpTexts } from './abcp-texts';
import { AddressField, PollField, SIDE_BY_SIDE, SignInHelp } from './called-inputs';
import type { Exchange } from './exchange';
import type { ExchangeForm } from './exchange-form';
import { useExchangeStatuses } from './use-exchange-statuses';

interface Props {
  form: ExchangeForm;
  /** As it is stored. */
  exchange: Exchange;
}

/** Where ABCP is called, and what we sign in by there. */
export function AbcpSignInFields({ form, exchange: { hasPassword, version } }: Props) {
  const t = useAbcpTexts();
  return (
    <Stack>
      <SignInHelp title={t('signInTitle')} steps={[t('signIn1'), t('signIn2')]} />
      <AddressField form={form} label={t('apiUrl')} description={t('apiUrlHint')} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('login')}
          autoComplete="off"
          data-1p-ignore
          maxLength={255}
          {...form.getInputProps('settings.login')}
        />
        <SecretField
          key={`password-${version}`}
          label={t('password')}
          isStored={hasPassword}
          input={form.getInputProps('settings.password')}
        />
      </SimpleGrid>
    </Stack>
  );
}

/** How orders are made at ABCP, and how often it is asked what became of them. */
export function AbcpOrderFields({ form, exchange }: Props) {
  const t = useAbcpTexts();
  const { buyer } = form.values.settings;
  return (
    <Stack>
      <Radio.Group label={t('buyer')} {...form.getInputProps('settings.buyer')}>
        <Stack gap="xs" mt="xs">
          <Radio value="guest" label={t('buyers.guest')} description={t('guestHint')} />
          <Radio value="customer" label={t('buyers.customer')} description={t('customerHint')} />
        </Stack>
      </Radio.Group>
      {buyer === 'customer' && (
        <TextInput
          label={t('customerId')}
          inputMode="numeric"
          maxLength={15}
          maw={420}
          {...form.getInputProps('settings.customerId')}
        />
      )}
      <Text size="sm" c="dimmed">
        {t('numbersHint')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {NUMBERS_THERE.map((name) => (
          <TextInput
            key={name}
            label={t(name)}
            description={t(`${name}Hint`)}
            inputWrapperOrder={SIDE_BY_SIDE}
            inputMode="numeric"
            maxLength={15}
            {...form.getInputProps(`settings.${name}`)}
          />
        ))}
        <StatusCodeField form={form} exchange={exchange} />
        <PollField
          form={form}
          label={t('pollSeconds')}
          description={t('pollSecondsHint')}
          shortest={10}
          suffix={t('seconds')}
        />
      </SimpleGrid>
    </Stack>
  );
}

/** Chosen by name once ABCP's directory is known. */
function StatusCodeField({ form, exchange }: Props) {
  const t = useAbcpTexts();
  const { data: known = [] } = useExchangeStatuses(exchange.id);
  const named = known.filter(({ name }) => name !== '');
  const input = form.getInputProps('settings.statusCode');
  const chosen = form.values.settings.statusCode;
  const labels = { label: t('statusCode'), description: t('statusCodeHint'), inputWrapperOrder: SIDE_BY_SIDE };
  if (named.length === 0) return <TextInput {...labels} inputMode="numeric" maxLength={15} {...input} />;
  const options = named.map(({ value, name }) => ({ value, label: t('statusNamed', { name, code: value }) }));
  const isForeign = chosen !== '' && !options.some(({ value }) => value === chosen);
  return (
    <Select
      {...labels}
      placeholder={t('statusCodeByItself')}
      data={isForeign ? [...options, { value: chosen, label: chosen }] : options}
      searchable={options.length > 8}
      clearable
      clearButtonProps={{ 'aria-label': t('statusCodeByItself') }}
      {...input}
      value={chosen || null}
      onChange={(code) => form.setFieldValue('settings.statusCode', code ?? '')}
    />
  );
}
