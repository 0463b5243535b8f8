import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { queries } from '../api/queries';
import { ago, dateTime } from '../i18n/format';
import { useMay } from '../session/session';
import { useNow } from '../shared/ago';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { IconAlertTriangle, IconPlayerPause, IconPlugConnectedX } from '../shared/page-icons';
import { useIsOnline } from '../shell/connection-watch';
import { type Exchange, exchangeKey, exchangesChanged, type ExchangeState, stateOf, tabAddress } from './exchange';
import { useTexts } from './texts';

const COLORS: Record<ExchangeState, string> = {
  on: 'green',
  off: 'gray',
  paused: 'red',
  failing: 'orange',
  silent: 'orange',
};

export function ExchangeBadge({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const state = stateOf(exchange);
  return <Badge color={COLORS[state]}>{t(`state.${state}`)}</Badge>;
}

/** Why an exchange does not go on, and what to do about it; nothing while all is well. */
export function ExchangeTrouble({ exchange }: { exchange: Exchange }) {
  switch (stateOf(exchange)) {
    case 'paused':
      return <PausedWarning exchange={exchange} />;
    case 'failing':
      return <FailingWarning exchange={exchange} />;
    case 'silent':
      return <SilenceWarning exchange={exchange} />;
    default:
      return null;
  }
}

/** It refused our sign-in. */
function PausedWarning({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  const { id, name, pausedAt, pauseReason } = exchange;
  const status = /\d{3}$/.exec(pauseReason)?.[0];
  return (
    <Alert color="red" icon={<IconPlayerPause />} title={t('paused', { name })} mb="md" role="status">
      <Text size="sm">{status ? t('pausedReason', { status }) : t('pausedOther')}</Text>
      <Text size="sm">{t(maySetUp ? 'pausedHint' : 'pausedReader')}</Text>
      <Group mt="xs" gap="sm">
        {maySetUp && (
          <>
            <Resume id={id} />
            <Button component={Link} href={tabAddress(id, 'settings', '&topic=api')} size="xs" variant="default">
              {t('toSettings')}
            </Button>
          </>
        )}
        {pausedAt && <Text size="sm">{t('pausedSince', { time: dateTime(pausedAt) })}</Text>}
      </Group>
    </Alert>
  );
}

function Resume({ id }: { id: string }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const resume = useMutation({
    mutationFn: () => call(api.POST('/api/exchanges/{id}/resume', { params: { path: { id } } })),
    onSuccess: (resumed) => {
      queries.setQueryData(exchangeKey(id), resumed);
      notifySuccess(t('resumed'));
    },
    onError: (error) => notifyFailure(error),
    onSettled: () => exchangesChanged(),
  });
  return (
    <Button size="xs" loading={resume.isPending} disabled={!isOnline} onClick={() => resume.mutate()}>
      {t('resume')}
    </Button>
  );
}

/** It does not answer as it should, which goes on by itself once it does. */
function FailingWarning({ exchange: { id, name } }: { exchange: Exchange }) {
  const t = useTexts();
  const maySeeSessions = useMay('administerAll');
  return (
    <Alert color="orange" icon={<IconPlugConnectedX />} title={t('failing', { name })} mb="md" role="status">
      <Text size="sm">{t('failingHint')}</Text>
      {maySeeSessions && (
        <Button component={Link} href={tabAddress(id, 'sessions')} size="xs" variant="default" mt="xs">
          {t('toSessions')}
        </Button>
      )}
    </Alert>
  );
}

/** The other side has not come, or not answered, for longer than it may. */
function SilenceWarning({ exchange: { name, url, lastContactAt } }: { exchange: Exchange }) {
  const t = useTexts();
  const now = useNow();
  const time = lastContactAt ? ago(lastContactAt, now) : '';
  const comes = url !== '';
  const words = comes
    ? time
      ? t('silentSince', { time })
      : t('silentNever')
    : time
      ? t('silentAsked', { time })
      : t('silentAskedNever');
  return (
    <Alert color="orange" icon={<IconAlertTriangle />} title={t('silent', { name })} mb="md" role="status">
      {words}
    </Alert>
  );
}
