import { Button, Group, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { api, call } from '../../api/client';
import { fieldErrors } from '../../api/field-words';
import { queries } from '../../api/queries';
import { notifyFailure } from '../../shared/notify';
import { useTexts as useSharedTexts } from '../../shared/texts';
import { forgetUnsaved, useUnsavedGuard } from '../../shared/unsaved';
import { useIsOnline } from '../../shell/connection-watch';
import { type Exchange, exchangeKey, exchangesChanged, tabAddress } from '../exchange';
import { keepFreshPassword } from '../fresh-passwords';
import { useTexts as useExchangeTexts } from '../texts';
import { stepAddress } from './steps';
import { useTexts } from './texts';

type Kind = Exchange['kind'];

/** Names the exchange and makes it. */
export function NameStep() {
  const t = useTexts();
  const words = useExchangeTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const [, navigate] = useLocation();
  const form = useForm({
    initialValues: { kind: 'one_c' as Kind, name: '' },
    validate: { name: (name) => (name.trim() ? null : shared('required')) },
  });
  const create = useMutation({
    mutationFn: ({ kind, name }: { kind: Kind; name: string }) =>
      call(api.POST('/api/exchanges', { body: { kind, name: name.trim() } })),
    onSuccess: ({ password, ...exchange }) => {
      if (password) keepFreshPassword(exchange.id, password);
      queries.setQueryData(exchangeKey(exchange.id), exchange);
      void exchangesChanged();
      forgetUnsaved();
      const next = exchange.kind === 'abcp' ? tabAddress(exchange.id, 'settings') : stepAddress(exchange.id, 'access');
      navigate(next, { replace: true });
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error));
      notifyFailure(error);
    },
  });
  useUnsavedGuard(form.isDirty() && !create.isSuccess);
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
      <Select
        label={words('kindHeader')}
        data={(['one_c', 'abcp'] as const).map((value) => ({ value, label: words(`kind.${value}`) }))}
        allowDeselect={false}
        mb="md"
        {...form.getInputProps('kind')}
      />
      <TextInput
        label={words('name')}
        description={t('nameHint')}
        placeholder={t('namePlaceholder')}
        maxLength={255}
        required
        autoFocus
        {...form.getInputProps('name')}
      />
      <Group justify="space-between" mt="xl" gap="sm">
        <Button component={Link} href="/exchanges" variant="subtle" color="gray">
          {shared('cancel')}
        </Button>
        <Button type="submit" loading={create.isPending} disabled={!isOnline}>
          {t('create')}
        </Button>
      </Group>
    </form>
  );
}
