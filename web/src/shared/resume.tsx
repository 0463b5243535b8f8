import { Button, type ButtonProps } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
import { useIsOnline } from '../shell/connection-watch';
import type { ConnectionState } from './connections';
import { closable, notifyFailure, notifySuccess } from './notify';
import { outcomeOf, type Resumed } from './resume-outcome';
import { text, useTexts } from './texts';

const LOOK_EVERY_MS = 700;
/** An attempt takes 15 s at most. */
const LOOKS = 25;

/** Ends a pause, and says what came of it. */
export function ResumeButton({ connection, ...rest }: ButtonProps & { connection: ConnectionState }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const resume = useMutation({
    mutationFn: () => resumeAndSee(connection),
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('connection-states', 'marketplace-connections', 'gettzap-notifications', 'dashboard'),
  });
  return (
    <Button {...rest} loading={resume.isPending} disabled={!isOnline} onClick={() => resume.mutate()}>
      {t('resume')}
    </Button>
  );
}

/** Goes on when the bar with its button has gone. */
async function resumeAndSee(before: ConnectionState): Promise<void> {
  const { id } = before;
  await call(api.POST('/api/marketplace-connections/{id}/resume', { params: { path: { id } } }));
  for (let look = 0; look < LOOKS; look++) {
    const all = await call(api.GET('/api/marketplace-connections/status'));
    const now = all.find((each) => each.id === id);
    const outcome = now && outcomeOf(before, now);
    if (outcome) return tell(outcome, now);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  show('gray', text('resumed.unanswered'));
}

function tell(outcome: Resumed, { reason }: ConnectionState): void {
  if (outcome === 'sent') return notifySuccess(text('resumed.sent'));
  const status = /\d{3}$/.exec(reason)?.[0] ?? reason;
  const color = outcome === 'nothing_to_send' ? 'gray' : 'red';
  show(color, text(`resumed.${outcome}`, { status }));
}

function show(color: string, message: string): void {
  notifications.show({ color, message, autoClose: 10_000, ...closable() });
}
