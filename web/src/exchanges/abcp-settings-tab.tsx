import {
  Alert,
  Button,
  Checkbox,
  Fieldset,
  Group,
  NumberInput,
  PasswordInput,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { fieldErrors } from '../api/field-words';
import { queries } from '../api/queries';
import { useMay } from '../session/session';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useUnsavedGuard } from '../shared/unsaved';
import { DeleteExchange } from './delete-exchange';
import { type Exchange, exchangeKey, exchangesChanged } from './exchange';
import { useTexts } from './texts';

const NUMBERS = ['deliveryTypeId', 'officeId', 'distributorId', 'routeId', 'statusCode'] as const;

/** Of an exchange with ABCP; "" = none. */
interface AbcpValues {
  isActive: boolean;
  name: string;
  settings: Record<(typeof NUMBERS)[number] | 'apiUrl' | 'login' | 'password' | 'customerId', string> & {
    pollSeconds: number | string;
    applyMissingLines: boolean;
  };
}

/** How ABCP is called, tried out and gone on with. */
export default function AbcpSettingsTab({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const maySetUp = useMay('administerAll');
  const form = useForm<AbcpValues>({ initialValues: valuesOf(exchange) });
  useUnsavedGuard(form.isDirty());
  const params = { path: { id: exchange.id } };
  const taken = (saved: Exchange) => {
    queries.setQueryData(exchangeKey(saved.id), saved);
    void exchangesChanged();
  };
  const save = useMutation({
    mutationFn: (values: AbcpValues) =>
      call(api.PATCH('/api/exchanges/{id}', { params, body: changeOf(values, exchange) })),
    onSuccess: (saved) => {
      taken(saved);
      const values = valuesOf(saved);
      form.setInitialValues(values);
      form.setValues(values);
      notifySuccess(shared('saved'));
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error));
      notifyFailure(error);
    },
  });
  const check = useMutation({
    mutationFn: () => call(api.POST('/api/exchanges/{id}/check', { params })),
    onError: (error) => notifyFailure(error),
  });
  const resume = useMutation({
    mutationFn: () => call(api.POST('/api/exchanges/{id}/resume', { params })),
    onSuccess: taken,
    onError: (error) => notifyFailure(error),
  });
  const failed = check.data?.steps.find(({ ok }) => !ok);
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate autoComplete="off">
      <Stack maw={860}>
        {exchange.pausedAt && (
          <Alert color="red" role="alert">
            <Group justify="space-between">
              {t('abcp.paused')}
              {maySetUp && (
                <Button size="compact-md" loading={resume.isPending} onClick={() => resume.mutate()}>
                  {t('abcp.resume')}
                </Button>
              )}
            </Group>
          </Alert>
        )}
        <Alert color="gray" role="note">
          {t('abcp.hint')}
        </Alert>
        <Fieldset variant="unstyled" disabled={!maySetUp}>
          <Stack>
            <Checkbox label={t('isActive')} {...form.getInputProps('isActive', { type: 'checkbox' })} />
            <TextInput label={t('name')} maxLength={255} {...form.getInputProps('name')} />
            <TextInput
              label={t('abcp.apiUrl')}
              placeholder="https://id0000.public.api.abcp.ru"
              {...form.getInputProps('settings.apiUrl')}
            />
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={t('abcp.login')} {...form.getInputProps('settings.login')} />
              <PasswordInput
                label={t('abcp.password')}
                placeholder={exchange.hasPassword ? t('abcp.passwordKept') : ''}
                autoComplete="new-password"
                {...form.getInputProps('settings.password')}
              />
              <TextInput
                label={t('abcp.customerId')}
                description={t('abcp.customerIdHint')}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                {...form.getInputProps('settings.customerId')}
              />
              <NumberInput
                label={t('abcp.pollSeconds')}
                min={10}
                max={3600}
                allowDecimal={false}
                {...form.getInputProps('settings.pollSeconds')}
              />
              {NUMBERS.map((name) => (
                <TextInput key={name} label={t(`abcp.${name}`)} {...form.getInputProps(`settings.${name}`)} />
              ))}
            </SimpleGrid>
            <Checkbox
              label={t('applyMissingLines')}
              {...form.getInputProps('settings.applyMissingLines', { type: 'checkbox' })}
            />
          </Stack>
        </Fieldset>
        {check.data && (
          <Alert color={failed ? 'red' : 'green'} role="status">
            {failed ? failed.detail : t('abcp.checkOk')}
          </Alert>
        )}
        {maySetUp && (
          <Group justify="space-between">
            <Group>
              <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
                {shared('save')}
              </Button>
              <Button
                variant="default"
                loading={check.isPending}
                disabled={form.isDirty()}
                onClick={() => check.mutate()}
              >
                {t('abcp.check')}
              </Button>
            </Group>
            <DeleteExchange exchange={exchange} />
          </Group>
        )}
      </Stack>
    </form>
  );
}

function valuesOf({ isActive, name, settings }: Exchange): AbcpValues {
  const stored = settings as unknown as Omit<AbcpValues['settings'], 'password'>;
  return { isActive, name, settings: { ...stored, customerId: stored.customerId ?? '', password: '' } };
}

function changeOf(
  { isActive, name, settings: { password, customerId, ...settings } }: AbcpValues,
  { version }: Exchange,
) {
  const sent = { ...settings, pollSeconds: Number(settings.pollSeconds), customerId: customerId.trim() || null };
  return { isActive, name: name.trim(), version, settings: { ...sent, ...(password !== '' && { password }) } };
}
