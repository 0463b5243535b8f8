import { Button, Group, Menu } from '@mantine/core';
import { IconKey, IconMailForward } from '../shared/icons';
import { IconPencil, IconPlayerPlay, IconSend, IconTrash } from '../shared/page-icons';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
import { confirm } from '../shared/confirm';
import { deleteAsked } from '../shared/delete-asked';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { RowMenu } from '../shared/row-menu';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import { useTexts } from './texts';
import { deliveriesOf, stateOf, type Webhook } from './webhook';

interface Props {
  webhook: Webhook;
  onEdit(): void;
  onTest(): void;
  onSecret(secret: string): void;
}

export function WebhookActions({ webhook, onEdit, onTest, onSecret }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const { id, url, isActive, version } = webhook;
  const params = { path: { id } };
  const act = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      notifyFailure(error);
    }
    await outOfDate('webhooks');
  };
  const resume = () =>
    act(async () => {
      await call(api.PATCH('/api/webhooks/{id}', { params, body: { isActive: true, version } }));
      notifySuccess(t('hook.resumed'));
    });
  const replaceSecret = async () => {
    const question = { title: t('hook.replaceTitle'), children: t('hook.replaceHint') };
    if (!(await confirm({ ...question, confirm: t('hook.replaceSecret'), isDangerous: true }))) return;
    await act(async () => onSecret((await call(api.POST('/api/webhooks/{id}/secret', { params }))).secret));
  };
  const remove = () =>
    deleteAsked({
      title: t('hook.deleteTitle'),
      children: t('hook.deleteHint', { url }),
      confirm: t('hook.delete'),
      remove: () => call(api.DELETE('/api/webhooks/{id}', { params })),
      done: t('hook.deleted'),
      subject: 'webhooks',
    });
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconSend size={14} aria-hidden />}
        disabled={!isOnline || !isActive}
        onClick={onTest}
      >
        {t('hook.test')}
      </Button>
      <RowMenu label={t('actions', { name: url })}>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
          {t('hook.edit')}
        </Menu.Item>
        <Menu.Item component={Link} href={deliveriesOf(webhook)} leftSection={<IconMailForward size={16} />}>
          {t('hook.deliveries')}
        </Menu.Item>
        {['gone', 'paused', 'off'].includes(stateOf(webhook)) && (
          <Menu.Item leftSection={<IconPlayerPlay size={16} />} disabled={!isOnline} onClick={() => void resume()}>
            {t('hook.resume')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconKey size={16} />} disabled={!isOnline} onClick={() => void replaceSecret()}>
          {t('hook.replaceSecret')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTrash size={16} />}
          color="var(--mantine-color-error)"
          disabled={!isOnline}
          onClick={() => void remove()}
        >
          {shared('delete')}
        </Menu.Item>
      </RowMenu>
    </Group>
  );
}
