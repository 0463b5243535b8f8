import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
import { number } from '../i18n/format';
import { Ago } from '../shared/ago';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
import { levelOfEmail, type System } from './health';
import { HealthCard } from './health-card';
import { useTexts } from './texts';

export function EmailCard({ email }: { email: System['email'] }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const resume = useMutation({
    mutationFn: () => call(api.POST('/api/email/resume')),
    onSuccess: () => notifySuccess(t('resumed')),
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('system'),
  });
  const { isConfigured, state, since, nextProbeAt, waiting } = email;
  const facts: Array<[string, ReactNode]> = [
    ...(since && state !== 'ok' ? [[t('since'), <Ago key="since" time={since} />] as [string, ReactNode]] : []),
    ...(nextProbeAt ? [[t('nextProbe'), <Ago key="next" time={nextProbeAt} />] as [string, ReactNode]] : []),
    [t('queued'), number(waiting)],
  ];
  return (
    <HealthCard
      title={t('email')}
      level={levelOfEmail(email)}
      summary={isConfigured ? t(`emailState.${state}`) : t('emailOff')}
      facts={isConfigured ? facts : []}
    >
      {state === 'paused' && (
        <Button size="compact-sm" loading={resume.isPending} disabled={!isOnline} onClick={() => resume.mutate()}>
          {t('resume')}
        </Button>
      )}
    </HealthCard>
  );
}
