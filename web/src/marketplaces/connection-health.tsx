import { Alert, Badge, Group, Text } from '@mantine/core';
import { IconHourglass, IconPlayerPause, IconPlugConnectedX } from '../shared/page-icons';
import { dateTime } from '../i18n/format';
import { useWords } from '../i18n/words';
import { useMay } from '../session/session';
import { Ago } from '../shared/ago';
import { type ConnectionCondition, conditionOf, type ConnectionState } from '../shared/connections';
import { ResumeButton } from '../shared/resume';
import { useTexts } from './texts';

const COLORS: Record<ConnectionCondition, string> = {
  ok: 'green',
  failing: 'orange',
  unproven: 'gray',
  off: 'gray',
  paused: 'red',
  cut_off: 'orange',
  no_address: 'yellow',
};

export function ConnectionBadge({ status }: { status: Parameters<typeof conditionOf>[0] }) {
  const words = useWords();
  const condition = conditionOf(status);
  return <Badge color={COLORS[condition]}>{words(`connectionState.${condition}`)}</Badge>;
}

/** When something came and went last, and how much waits. */
export function ConnectionTraffic({ status }: { status: ConnectionState }) {
  const t = useTexts();
  const { lastReceivedAt, lastDeliveredAt, waiting } = status;
  return (
    <Group gap="4px 24px" fz="sm" c="dimmed">
      <span>
        {t('lastReceived')}: {lastReceivedAt ? <Ago time={lastReceivedAt} /> : t('never')}
      </span>
      <span>
        {t('lastDelivered')}: {lastDeliveredAt ? <Ago time={lastDeliveredAt} /> : t('never')}
      </span>
      {waiting > 0 && <span>{t('waiting', { count: waiting })}</span>}
    </Group>
  );
}

/** Why nothing is being sent, and what to do about it; nothing while all is well. */
export function ConnectionTrouble({ status }: { status: ConnectionState }) {
  const t = useTexts();
  const mayEdit = useMay('administer');
  if (status.waitsFor === 'api_url') return <AddressAwaited />;
  if (status.state === 'paused') {
    const refusal = /\d{3}/.exec(status.reason)?.[0];
    return (
      <Alert color="red" icon={<IconPlayerPause />} title={t('pausedTitle')}>
        <Text size="sm">{refusal ? t('pausedReason', { status: refusal }) : t('pausedOther')}</Text>
        <Text size="sm">{mayEdit ? t('pausedHint') : t('pausedReader')}</Text>
        <Group mt="xs" gap="sm">
          {mayEdit && <ResumeButton connection={status} size="xs" variant="default" />}
          {status.since && <Text size="sm">{t('since', { time: dateTime(status.since) })}</Text>}
        </Group>
      </Alert>
    );
  }
  if (status.state === 'cut_off') {
    return (
      <Alert color="orange" icon={<IconPlugConnectedX />} title={t('cutOffTitle')}>
        <Text size="sm">{t('cutOffHint')}</Text>
        <Group mt="xs" gap="sm">
          {mayEdit && <ResumeButton connection={status} size="xs" variant="default" />}
          {status.since && <Text size="sm">{t('since', { time: dateTime(status.since) })}</Text>}
          {status.nextProbeAt && <Text size="sm">{t('nextProbe', { time: dateTime(status.nextProbeAt) })}</Text>}
        </Group>
      </Alert>
    );
  }
  return null;
}

/** Orders come in, and what is to be told waits. */
export function AddressAwaited() {
  const t = useTexts();
  const mayEdit = useMay('administer');
  return (
    <Alert color="yellow" icon={<IconHourglass />} title={t('addressAwaitedTitle')}>
      <Text size="sm">{t('addressAwaitedWhy')}</Text>
      <Text size="sm">{mayEdit ? t('addressAwaitedHint') : t('addressAwaitedReader')}</Text>
    </Alert>
  );
}
