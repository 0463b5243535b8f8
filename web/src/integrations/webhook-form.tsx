import { Button, Checkbox, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { fieldErrors, isApiError } from '../api/errors';
import { queries } from '../api/queries';
import { ChangedMeanwhile } from '../shared/changed-meanwhile';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useUnsavedGuard } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { useTexts } from './texts';
import { CHOSEN_EVENTS, eventKey, type Webhook } from './webhook';

interface Props {
  /** null = a new one. */
  webhook: Webhook | null;
  onMade(webhook: Schemas['CreatedWebhookView']): void;
  onClose(): void;
}

export function WebhookForm({ webhook, onMade, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const form = useForm({
    initialValues: {
      url: webhook?.url ?? '',
      events: webhook?.events ?? CHOSEN_EVENTS,
      isActive: webhook?.isActive ?? true,
    },
    validate: {
      url: (url) => (/^https?:\/\/./.test(url.trim()) ? null : t('hook.urlWrong')),
      events: (events) => (events.length > 0 ? null : t('hook.eventsRequired')),
    },
  });
  const save = useMutation({
    mutationFn: async (values: typeof form.values) => {
      const body = { ...values, url: values.url.trim() };
      if (!webhook) return onMade(await call(api.POST('/api/webhooks', { body })));
      const params = { path: { id: webhook.id } };
      await call(api.PATCH('/api/webhooks/{id}', { params, body: { ...body, version: webhook.version } }));
      notifySuccess(shared('saved'));
    },
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['webhooks'] });
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error));
      if (!isApiError(error, 'changed_meanwhile')) notifyFailure(error);
    },
  });
  useUnsavedGuard(form.isDirty() && !save.isSuccess);
  const reload = () => {
    void queries.invalidateQueries({ queryKey: ['webhooks'] });
    onClose();
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      closeOnClickOutside={!form.isDirty()}
      title={webhook ? t('hook.edit') : t('hook.add')}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <ChangedMeanwhile error={save.error} onReload={reload} />
        <Stack>
          <TextInput
            label={t('hook.url')}
            description={t('hook.urlHint')}
            type="url"
            required
            data-autofocus
            {...form.getInputProps('url')}
          />
          <Checkbox.Group label={t('hook.events')} required {...form.getInputProps('events')}>
            <Stack gap="xs" mt="xs" mb={form.errors.events ? 'xs' : undefined}>
              {CHOSEN_EVENTS.map((event) => (
                <Checkbox key={event} value={event} label={t(eventKey(event))} description={event} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Switch
            label={t('hook.isActive')}
            description={t('hook.isActiveHint')}
            {...form.getInputProps('isActive', { type: 'checkbox' })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!isOnline}>
              {webhook ? shared('save') : shared('add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
