import { Alert, Button, Card, Checkbox, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { isApiError } from '../api/errors';
import { fieldErrors } from '../api/field-words';
import { outOfDate } from '../api/queries';
import { useWords } from '../i18n/words';
import { ChangedMeanwhile } from '../shared/changed-meanwhile';
import { focusRefused } from '../shared/focus-refused';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useLeave, useUnsavedGuard } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { LeaveFields } from './leave-fields';
import { ColorField } from './color-field';
import { GettzapTexts } from './gettzap-texts';
import { bodyOf, NEW_STATUS, type StatusValues, valuesOf } from './status-values';
import { type TextScope, useTextsValidity } from './text-check';
import { useTexts } from './texts';
import { type OrderStatus, useMayEditStatuses } from './use-statuses';

const GROUPS = ['processing', 'arrived', 'issued', 'refused', 'removed'] as const;

interface Props {
  /** Null = a new one. */
  status: OrderStatus | null;
  onReload(): void;
}

export function StatusForm({ status, onReload }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const words = useWords();
  const isOnline = useIsOnline();
  const mayEdit = useMayEditStatuses();
  const leave = useLeave();
  // What the form began with; the page may meanwhile learn of a newer one.
  const [seen] = useState(status);
  const [tab, setTab] = useState<TextScope>('item');
  const { bad, validityOf } = useTextsValidity<TextScope>();
  const form = useForm<StatusValues>({
    initialValues: seen ? valuesOf(seen) : NEW_STATUS,
    validate: {
      name: (name) => (name.trim() ? null : shared('required')),
      overdueStatusId: (id, { leaveMinutes, movesOverdue }) =>
        leaveMinutes !== '' && movesOverdue && !id ? shared('required') : null,
      color: (color) => (/^#[0-9a-f]{6}$/i.test(color) ? null : t('colorWrong')),
    },
  });
  useUnsavedGuard(form.isDirty());
  const save = useMutation({
    mutationFn: (values: StatusValues) => {
      const body = bodyOf(values);
      return seen
        ? call(
            api.PATCH('/api/order-statuses/{id}', {
              params: { path: { id: seen.id } },
              body: { ...body, version: seen.version },
            }),
          )
        : call(api.POST('/api/order-statuses', { body }));
    },
    onSuccess: async () => {
      notifySuccess(shared('saved'));
      leave('/order-statuses');
      await outOfDate('order-statuses');
    },
    onError: (error) => {
      const errors = fieldErrors(error);
      form.setErrors(errors);
      const wrongTab = (['item', 'order'] as const).find((scope) => hasErrors(errors, scope));
      // At once, since what is hidden cannot have the focus.
      if (wrongTab) flushSync(() => setTab(wrongTab));
      if (focusRefused(errors) || isApiError(error, 'changed_meanwhile')) return;
      notifyFailure(error);
    },
  });
  const submit = form.onSubmit((values) => save.mutate({ ...values, name: values.name.trim() }), focusRefused);
  const isKnownInitial = seen?.isInitial ?? false;
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={820}>
        <ChangedMeanwhile error={save.error} onReload={onReload} />
        {!mayEdit && <Alert color="gray">{t('readOnly')}</Alert>}
        <Card padding="lg">
          <Stack>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput
                label={t('name')}
                required
                readOnly={!mayEdit}
                maxLength={255}
                data-autofocus
                {...form.getInputProps('name')}
              />
              <Select
                label={t('group')}
                description={t('groupHint')}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                data={GROUPS.map((group) => ({ value: group, label: words(`statusGroup.${group}`) }))}
                allowDeselect={false}
                readOnly={!mayEdit}
                required
                {...form.getInputProps('group')}
              />
            </SimpleGrid>
            <ColorField
              readOnly={!mayEdit}
              name={form.values.name}
              {...form.getInputProps('color')}
              value={form.values.color}
            />
            <Checkbox
              label={t('isInitial')}
              description={isKnownInitial ? t('isInitialKnown') : t('initialHint')}
              disabled={!mayEdit || isKnownInitial}
              {...form.getInputProps('isInitial', { type: 'checkbox' })}
            />
            <Checkbox
              label={t('notifyManager')}
              description={t('notifyManagerHint')}
              disabled={!mayEdit}
              {...form.getInputProps('notifyManager', { type: 'checkbox' })}
            />
          </Stack>
        </Card>
        <GettzapTexts form={form} readOnly={!mayEdit} tab={tab} onTab={setTab} bad={bad} validityOf={validityOf} />
        <LeaveFields form={form} statusId={seen?.id} readOnly={!mayEdit} />
        {mayEdit && (
          <Group justify="flex-end">
            {bad.size > 0 && (
              <Text size="sm" c="var(--mantine-color-error)" role="status">
                {t('textIsBad')}
              </Text>
            )}
            <Button variant="default" component={Link} href="/order-statuses">
              {shared('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={bad.size > 0 || !isOnline}>
              {shared('save')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

/** Whether something in this tab was refused. */
function hasErrors(errors: Record<string, unknown>, scope: TextScope): boolean {
  return Object.keys(errors).some((path) => path.startsWith(`gettzap.${scope}.`));
}
