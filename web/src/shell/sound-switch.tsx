import { ActionIcon, Indicator } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconVolume, IconVolumeOff } from '../shared/icons';
import { useCallback, useSyncExternalStore } from 'react';
import { isSilenced, playChime, prepareChime, SOUND_KEY } from './chime';
import { useTexts } from './texts';

/** Whether new orders are heard. */
export function SoundSwitch() {
  const t = useTexts();
  const [hasSound, setSound] = useLocalStorage({
    key: SOUND_KEY,
    defaultValue: false,
    getInitialValueInEffect: false,
  });
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
