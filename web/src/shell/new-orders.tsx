import { ActionIcon, Anchor, Indicator } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconVolume, IconVolumeOff } from '../shared/icons';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { onLiveEvent } from '../api/live';
import { money } from '../i18n/format';
import { externalNumber } from '../shared/external-number';
import { closable } from '../shared/notify';
import { chimeOnce, isSilenced, playChime, prepareChime, SOUND_KEY } from './chime';
import { text, useTexts } from './texts';

/** Orders that come within this time are told of together. */
const GATHER_MS = 300;
/** More than so many are counted, not named. */
const MANY = 2;
const HOW_LONG = { autoClose: 8_000, withCloseButton: true };

function useSound() {
  return useLocalStorage({ key: SOUND_KEY, defaultValue: false, getInitialValueInEffect: false });
}

/** Tells of new external orders, wherever in the panel somebody is; with a sound for who wants it. Call it once. */
export function useNewOrderAnnouncements(): void {
  const [hasSound] = useSound();
  useEffect(() => {
    let ids: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      if (hasSound) chimeOnce();
      if (ids.length > MANY) announceMany(ids.length);
      else for (const id of ids) void announce(id);
      ids = [];
      timer = undefined;
    };
    const stop = onLiveEvent('external-order.received', (id) => {
      ids.push(id);
      timer ??= setTimeout(tell, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [hasSound]);
}

export function SoundSwitch() {
  const t = useTexts();
  const [hasSound, setSound] = useSound();
  const prepare = useCallback((tell: () => void) => (hasSound ? prepareChime(tell) : () => undefined), [hasSound]);
  const isSilent = useSyncExternalStore(prepare, () => hasSound && isSilenced());
  const toggle = () => {
    // Heard at once: so the browser lets later ones be heard, too.
    if (!hasSound || isSilent) playChime();
    setSound(!hasSound || isSilent);
  };
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-pressed={hasSound}
      aria-label={isSilent ? t('soundSilent') : t('sound')}
      title={isSilent ? t('soundSilent') : hasSound ? t('soundOn') : t('soundOff')}
      onClick={toggle}
    >
      <Indicator disabled={!isSilent} color="orange" size={8}>
        {hasSound ? <IconVolume size={18} /> : <IconVolumeOff size={18} />}
      </Indicator>
    </ActionIcon>
  );
}

async function announce(id: string): Promise<void> {
  const order = await call(api.GET('/api/external-orders/{id}', { params: { path: { id } } })).catch(() => null);
  if (!order) return;
  notifications.show({
    id: `external-order-${id}`,
    title: `${text('newOrder')} ${externalNumber(order.externalId)}`,
    message: (
      <>
        {[order.customer.name, money(order.total)].filter(Boolean).join(' · ')}{' '}
        <OpenLink href={`/external-orders/${id}`} />
      </>
    ),
    ...HOW_LONG,
    ...closable(),
  });
}

function announceMany(count: number): void {
  notifications.show({
    title: text('newOrders', { count }),
    message: <OpenLink href="/external-orders" />,
    ...HOW_LONG,
    ...closable(),
  });
}

function OpenLink({ href }: { href: string }) {
  const t = useTexts();
  return (
    <Anchor component={Link} href={href} size="sm" underline="always">
      {t('newOrderOpen')}
    </Anchor>
  );
}
