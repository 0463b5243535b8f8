import { ActionIcon, Anchor } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { onLiveEvent } from '../api/live';
import { money } from '../i18n/format';
import { closable } from '../shared/notify';
import { playChime } from './chime';
import { text, useTexts } from './texts';

function useSound() {
  return useLocalStorage({ key: 'partsdesk-sound', defaultValue: false, getInitialValueInEffect: false });
}

/** Tells of each new external order, wherever in the panel somebody is; with a sound for who wants it. Call it once. */
export function useNewOrderAnnouncements(): void {
  const [hasSound] = useSound();
  useEffect(
    () =>
      onLiveEvent('external-order.received', (id) => {
        if (hasSound) playChime();
        void announce(id);
      }),
    [hasSound],
  );
}

export function SoundSwitch() {
  const t = useTexts();
  const [hasSound, setSound] = useSound();
  const toggle = () => {
    // Heard at once: so the browser lets later ones be heard, too.
    if (!hasSound) playChime();
    setSound(!hasSound);
  };
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-pressed={hasSound}
      aria-label={t('sound')}
      title={hasSound ? t('soundOn') : t('soundOff')}
      onClick={toggle}
    >
      {hasSound ? <IconVolume size={18} /> : <IconVolumeOff size={18} />}
    </ActionIcon>
  );
}

async function announce(id: string): Promise<void> {
  const order = await call(api.GET('/api/external-orders/{id}', { params: { path: { id } } })).catch(() => null);
  if (!order) return;
  notifications.show({
    id: `external-order-${id}`,
    title: `${text('newOrder')} ${order.externalId}`,
    message: (
      <>
        {[order.customer.name, money(order.total)].filter(Boolean).join(' · ')}{' '}
        <Anchor component={Link} href={`/external-orders/${id}`} size="sm" underline="always">
          {text('newOrderOpen')}
        </Anchor>
      </>
    ),
    autoClose: 8_000,
    withCloseButton: true,
    ...closable(),
  });
}
