import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { number } from '../i18n/format';
import { attemptInWords, saidWith } from '../gettzap-notifications/answer-in-words';
import { useTexts as useDeliveryTexts } from '../gettzap-notifications/texts';
import { useMe } from '../session/session';
import { Ago } from '../shared/ago';
import { Facts } from '../shared/facts';
import { IconMailForward } from '../shared/icons';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
import type { System } from './health';
import { useTexts } from './texts';

type Email = System['email'];

/** How e-mail goes, and a letter to oneself that shows whether it does. */
export function EmailCard({ email }: { email: Email }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const { email: address } = useMe();
  const resume = useMutation({
    mutationFn: () => call(api.POST('/api/email/resume')),
    onSuccess: () => notifySuccess(t('resumed')),
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('system'),
  });
  const test = useMutation({
    mutationFn: () => call(api.POST('/api/email/test')),
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('system'),
  });
  const { isConfigured, state, since, nextProbeAt, waiting, lastSentAt } = email;
  if (!isConfigured) return <Text size="sm">{t('emailOff')}</Text>;
  return (
    <Stack gap="sm">
      <Text size="sm">{emailInWords(email, t)}</Text>
      <Facts
        facts={[
          [t('lastSent'), lastSentAt ? <Ago key="last" time={lastSentAt} /> : t('never')],
          [t('since'), state !== 'ok' && since && <Ago key="since" time={since} />],
          [t('nextProbe'), nextProbeAt && <Ago key="next" time={nextProbeAt} />],
          [t('queued'), number(waiting)],
        ]}
      />
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconMailForward size={14} aria-hidden />}
          loading={test.isPending}
          disabled={!isOnline}
          onClick={() => test.mutate()}
        >
          {t('sendTest')}
        </Button>
        {state === 'paused' && (
          <Button size="compact-sm" loading={resume.isPending} disabled={!isOnline} onClick={() => resume.mutate()}>
            {t('resume')}
          </Button>
        )}
        <Text size="xs" c="dimmed">
          {t('sendTestHint', { address })}
        </Text>
      </Group>
      {test.data && !test.isPending && <TestResult result={test.data} />}
    </Stack>
  );
}

/** What the mail server said of the letter. */
function TestResult({ result }: { result: Schemas['TestLetterView'] }) {
  const t = useTexts();
  useDeliveryTexts();
  const { isTaken, to, response } = result;
  return (
    <Alert color={isTaken ? 'green' : 'red'} role="status" title={isTaken ? t('testTaken', { to }) : t('testRefused')}>
      <Text size="sm">{isTaken ? t('testTakenHint') : attemptInWords(result, 'email')}</Text>
      {isTaken && response && (
        <Text size="sm" c="dimmed">
          {t('testAnswer', { answer: saidWith(response) })}
        </Text>
      )}
    </Alert>
  );
}

/** Never that it works before anything was sent. */
export function emailInWords(email: Email, t: ReturnType<typeof useTexts>): string {
  const { isConfigured, state, failuresInRow, lastSentAt } = email;
  if (!isConfigured) return t('emailOff');
  if (state !== 'ok') return t(`emailState.${state}`);
  if (failuresInRow > 0) return t('emailFailing');
  return lastSentAt === null ? t('emailUnproven') : t('emailState.ok');
}
