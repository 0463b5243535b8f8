import { Checkbox, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { FormDialog } from '../shared/form-dialog';
import { notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';
import { CHOSEN_EVENTS, eventKey, eventsIn, FORMATS, type Webhook, type WebhookFormat } from './webhook';

interface Props {
  /** null = a new one. */
  webhook: Webhook | null;
  onMade(webhook: Schemas['CreatedWebhookView']): void;
  onClose(): void;
}

export function WebhookForm({ webhook, onMade, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const form = useForm({
    initialValues: {
      url: webhook?.url ?? '',
      format: webhook?.format ?? ('standard' as WebhookFormat),
      events: webhook?.events ?? CHOSEN_EVENTS,
      isActive: webhook?.isActive ?? true,
    },
    validate: {
      url: (url) => (/^https?:\/\/./.test(url.trim()) ? null : t('hook.urlWrong')),
      events: (events) => (events.length > 0 ? null : t('hook.eventsRequired')),
    },
  });
  const shape = (format: WebhookFormat) => {
    const events = eventsIn(format);
    // What is not offered cannot stay chosen unseen.
    form.setValues({ format, events: form.values.events.filter((event) => events.includes(event)) });
  };
  const refresh = () => outOfDate('webhooks');
  const save = async (values: typeof form.values) => {
    const body = { ...values, url: values.url.trim() };
    if (!webhook) return onMade(await call(api.POST('/api/webhooks', { body })));
    const params = { path: { id: webhook.id } };
    await call(api.PATCH('/api/webhooks/{id}', { params, body: { ...body, version: webhook.version } }));
    notifySuccess(shared('saved'));
  };
  return (
    <FormDialog
      title={webhook ? t('hook.edit') : t('hook.add')}
      form={form}
      size="lg"
      submitLabel={webhook ? undefined : shared('add')}
      save={save}
      onSaved={refresh}
      onStale={refresh}
      onClose={onClose}
    >
      <TextInput
        label={t('hook.url')}
        description={t('hook.urlHint')}
        type="url"
        required
        data-autofocus
        {...form.getInputProps('url')}
      />
      <Radio.Group
        label={t('hook.format')}
        value={form.values.format}
        onChange={(format) => shape(format as WebhookFormat)}
      >
        <Stack gap="xs" mt="xs">
          {FORMATS.map((format) => (
            <Radio key={format} value={format} label={t(`format.${format}`)} description={t(`formatHint.${format}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Checkbox.Group label={t('hook.events')} required {...form.getInputProps('events')}>
        <Stack gap="xs" mt="xs" mb={form.errors.events ? 'xs' : undefined}>
          {eventsIn(form.values.format).map((event) => (
            <Checkbox key={event} value={event} label={t(eventKey(event))} description={event} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Switch
        label={t('hook.isActive')}
        description={t('hook.isActiveHint')}
        {...form.getInputProps('isActive', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}
