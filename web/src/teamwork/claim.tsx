import { Badge, Tooltip } from '@mantine/core';
import { useEffect } from 'react';
import { api, type Schemas } from '../api/client';
import { timeOfDay } from '../i18n/format';
import { useMe } from '../session/session';
import { IconUser } from '../shared/icons';
import { useTexts } from './texts';

type Claim = Schemas['ExternalOrderSummary']['claim'];

/** How often it is said that somebody still works on the order, if they did something since. */
const RENEWED_EVERY_MS = 5 * 60_000;
const ACTIVITY = ['pointerdown', 'keydown', 'wheel'] as const;

/** Tells colleagues that the signed-in user has the order open, as long as its page is shown. */
export function useClaim(id: string, isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return;
    const params = { path: { id } };
    // It is a courtesy: when it fails, nothing is lost.
    const say = (call: () => Promise<unknown>) => navigator.onLine && void call().catch(() => undefined);
    const claim = () => say(() => api.PUT('/api/external-orders/{id}/claim', { params }));
    let hasDoneSomething = false;
    const notice = () => (hasDoneSomething = true);
    const renew = () => {
      if (hasDoneSomething) claim();
      hasDoneSomething = false;
    };
    const leave = () => say(() => api.DELETE('/api/external-orders/{id}/claim', { params, keepalive: true }));
    claim();
    const timer = setInterval(renew, RENEWED_EVERY_MS);
    for (const event of ACTIVITY) addEventListener(event, notice, { passive: true });
    addEventListener('pagehide', leave);
    return () => {
      clearInterval(timer);
      for (const event of ACTIVITY) removeEventListener(event, notice);
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [id, isWanted]);
}

/** A colleague has the order open, too. */
export function ClaimBadge({ claim }: { claim: Claim }) {
  const t = useTexts();
  const me = useMe();
  if (!claim || claim.id === me.id) return null;
  return (
    <Tooltip label={t('openedHint')} multiline maw={320}>
      <Badge variant="default" leftSection={<IconUser size={12} aria-hidden />}>
        {t('openedBy', { who: claim.name, since: timeOfDay(claim.since) })}
      </Badge>
    </Tooltip>
  );
}
