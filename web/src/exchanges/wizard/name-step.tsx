import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call } from '../../api/client';
import { fieldErrors } from '../../api/field-words';
import { queries } from '../../api/queries';
import { focusRefused } from '../../shared/focus-refused';
import { notifyFailure } from '../../shared/notify';
import { useTexts as useSharedTexts } from '../../shared/texts';
import { useLeave, useUnsavedGuard } from '../../shared/unsaved';
import { useIsOnline } from '../../shell/connection-watch';
import { exchangeKey, type ExchangeKind, exchangesChanged } from '../exchange';
import { keepFreshPassword } from '../fresh-passwords';
import { useTexts as useExchangeTexts } from '../texts';
import { resumeAddress } from './steps';
import { useTexts } from './texts';

const KINDS = ['one_c', 'abcp', 'parts_soft'] as const;

interface Props {
  kind: ExchangeKind;
  onKind(kind: ExchangeKind): void;
}

/** Names the exchange and makes it. */
export function NameStep({ kind, onKind }: Props) {
  const t = useTexts();
  const words = useExchangeTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const leave = useLeave();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (name) => (name.trim() ? null : shared('required')) },
  });
  const create = useMutation({
    mutationFn: ({ name }: { name: string }) => call(api.POST('/api/exchanges', { body: { kind, name: name.trim() } })),
    onSuccess: ({ password, ...exchange }) => {
      if (password) keepFreshPassword(exchange.id, password);
      queries.setQueryData(exchangeKey(exchange.id), exchange);
      void exchangesChanged();
      leave(resumeAddress(exchange), { replace: true });
    },
    onError: (error) => {
      const errors = fieldErrors(error);
      form.setErrors(errors);
      if (!focusRefused(errors)) notifyFailure(error);
    },
  });
  useUnsavedGuard(form.isDirty() && !create.isSuccess);
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values), focusRefused)} noValidate>
      <Radio.Group label={t('kind')} mb="md" value={kind} onChange={(chosen) => onKind(chosen as ExchangeKind)}>
        <Stack gap="xs" mt="xs">
          {KINDS.map((each) => (
            <Radio key={each} value={each} label={words(`kind.${each}`)} description={t(`kindHint.${each}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label={words('name')}
        description={t('nameHint')}
        placeholder={t(`namePlaceholder.${kind}`)}
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
