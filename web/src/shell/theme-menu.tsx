import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '../shared/icons';
import { useTexts } from './texts';

const SCHEMES = [
  { scheme: 'auto', icon: IconDeviceDesktop, key: 'themeAuto' },
  { scheme: 'light', icon: IconSun, key: 'themeLight' },
  { scheme: 'dark', icon: IconMoon, key: 'themeDark' },
] as const;

export function ThemeMenu() {
  const t = useTexts();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { icon: Icon } = SCHEMES.find(({ scheme }) => scheme === colorScheme) ?? SCHEMES[0];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('theme')}>
          <Icon size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ scheme, icon: Each, key }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Each size={16} />}
            rightSection={scheme === colorScheme && <IconCheck size={14} />}
            onClick={() => setColorScheme(scheme)}
          >
            {t(key)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
