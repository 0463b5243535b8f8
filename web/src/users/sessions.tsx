import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { dateTime } from '../i18n/format';
import { Ago } from '../shared/ago';
import { confirm } from '../shared/confirm';
import { IconDeviceDesktop } from '../shared/icons';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { Loaded } from '../shared/page-states';
import { useIsOnline } from '../shell/connection-watch';
import classes from './sessions.module.css';
import { useTexts } from './texts';

type Session = Schemas['SessionView'];

interface Props {
  /** undefined = one's own. */
  userId?: string;
}

/** Where somebody is signed in, and how to end that; of one's own the present one stays. */
export function Sessions({ userId }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const key = ['sessions', userId ?? 'mine'];
  const sessions = useQuery({ queryKey: key, queryFn: ({ signal }) => call(listOf(userId, signal)) });
  const end = useMutation({
    mutationFn: (session: Session | 'all') => endOf(userId, session),
    onSuccess: () => notifySuccess(t('sessions.ended')),
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('sessions', 'users'),
  });
  const endAll = async (count: number) => {
    const title = t(userId ? 'sessions.endAllTitle' : 'sessions.endOthersTitle', { count });
    const question = { title, children: t('sessions.endHint'), confirm: t('sessions.endNow'), isDangerous: true };
    if (await confirm(question)) end.mutate('all');
  };
  return (
    <Loaded query={sessions}>
      {(list) => {
        const endable = userId ? list : list.filter(({ isCurrent }) => !isCurrent);
        return (
          <Stack gap="xs">
            {list.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('sessions.none')}
              </Text>
            )}
            {list.length > 0 && (
              <ul className={classes.list}>
                {list.map((session) => (
                  <li key={session.id} className={classes.session}>
                    <About session={session} />
                    {endable.includes(session) && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        disabled={!isOnline || end.isPending}
                        aria-label={t('sessions.endOne', { name: nameOf(session, t) })}
                        onClick={() => end.mutate(session)}
                      >
                        {t('sessions.end')}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )}
            {endable.length > 1 && (
              <Group>
                <Button
                  size="compact-sm"
                  variant="light"
                  color="red"
                  disabled={!isOnline || end.isPending}
                  onClick={() => void endAll(endable.length)}
                >
                  {t(userId ? 'sessions.endAll' : 'sessions.endOthers', { count: endable.length })}
                </Button>
              </Group>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function About({ session }: { session: Session }) {
  const t = useTexts();
  const { address, createdAt, expiresAt, isCurrent } = session;
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start" miw={0}>
      <IconDeviceDesktop size={20} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {nameOf(session, t)}
          </Text>
          {isCurrent && <Badge color="green">{t('sessions.current')}</Badge>}
        </Group>
        <Text size="xs" c="dimmed">
          {t('sessions.since')} <Ago time={createdAt} />
          {address && ` · ${t('sessions.from', { address })}`} · {t('sessions.until', { time: dateTime(expiresAt) })}
        </Text>
      </div>
    </Group>
  );
}

/** «Firefox, Linux», as far as the browser said it. */
function nameOf({ browser, system }: Session, t: ReturnType<typeof useTexts>): string {
  return [browser, system].filter(Boolean).join(', ') || t('sessions.unknown');
}

function listOf(userId: string | undefined, signal: AbortSignal) {
  if (!userId) return api.GET('/api/auth/me/sessions', { signal });
  return api.GET('/api/users/{id}/sessions', { params: { path: { id: userId } }, signal });
}

async function endOf(userId: string | undefined, session: Session | 'all'): Promise<void> {
  if (!userId) {
    if (session === 'all') await call(api.DELETE('/api/auth/me/sessions'));
    else await call(api.DELETE('/api/auth/me/sessions/{sessionId}', { params: { path: { sessionId: session.id } } }));
    return;
  }
  if (session === 'all') await call(api.DELETE('/api/users/{id}/sessions', { params: { path: { id: userId } } }));
  else {
    const path = { id: userId, sessionId: session.id };
    await call(api.DELETE('/api/users/{id}/sessions/{sessionId}', { params: { path } }));
  }
}
