import { Alert, Box, Button, Text } from '@mantine/core';
import { IconRefresh } from '../shared/page-icons';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { dateTime } from '../i18n/format';
import { confirm } from '../shared/confirm';
import { CopyField } from '../shared/copy-field';
import { notifyFailure } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
import { type Connection, connectionsChanged } from './connection';
import { LinkReach } from './link-reach';
import { useTexts } from './texts';

/** The link that orders are sent to, to copy or to replace; nothing for who may not see it. */
export function OrderLink({ connection }: { connection: Connection }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const { id, orderLink, oldLinkValidUntil } = connection;
  const replace = useMutation({
    mutationFn: () => call(api.POST('/api/marketplace-connections/{id}/order-link', { params: { path: { id } } })),
    onSuccess: connectionsChanged,
    onError: (error) => notifyFailure(error),
  });
  const revoke = useMutation({
    mutationFn: (scope: 'all' | 'replaced') =>
      call(
        api.POST('/api/marketplace-connections/{id}/order-link/revoke', { params: { path: { id } }, body: { scope } }),
      ),
    onSuccess: connectionsChanged,
    onError: (error) => notifyFailure(error),
  });
  if (orderLink === undefined) return null;
  const askToRevoke = async (scope: 'all' | 'replaced') => {
    const children = t(scope === 'all' ? 'revokeAllHint' : 'revokeReplacedHint');
    const answer = { title: t('revokeTitle'), children, confirm: t('revokeNow'), isDangerous: true };
    if (await confirm(answer)) revoke.mutate(scope);
  };
  const ask = async () => {
    if (await confirm({ title: t('replaceTitle'), children: t('replaceHint'), confirm: t('replace') }))
      replace.mutate();
  };
  return (
    <Box>
      {orderLink === '' ? (
        <Text size="sm">{t('orderLinkUnreadable')}</Text>
      ) : (
        <CopyField label={t('orderLink')} description={t('orderLinkHint')} value={orderLink} />
      )}
      <LinkReach connection={connection} />
      <Button
        size="compact-sm"
        variant="subtle"
        mt={4}
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={replace.isPending}
        disabled={!isOnline}
        onClick={() => void ask()}
      >
        {t('replaceLink')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        mt={4}
        loading={revoke.isPending}
        disabled={!isOnline}
        onClick={() => void askToRevoke('all')}
      >
        {t('revokeNow')}
      </Button>
      {oldLinkValidUntil && (
        <Alert color="yellow" mt="xs" role="status">
          {t('oldLinkUntil', { time: dateTime(oldLinkValidUntil) })}{' '}
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            disabled={!isOnline}
            onClick={() => void askToRevoke('replaced')}
          >
            {t('revokeOld')}
          </Button>
        </Alert>
      )}
    </Box>
  );
}
