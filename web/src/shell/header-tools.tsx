import { ActionIcon, Group } from '@mantine/core';
import { IconUser } from '../shared/icons';
import { Link } from 'wouter';
import { useMe } from '../session/session';
import { Bell } from './bell';
import { ConnectionLamp } from './connection-lamp';
import { LanguageSwitch } from './language-switch';
import { RegionFilter } from './region-filter';
import { Search } from './search';
import { SoundSwitch } from './sound-switch';
import { useTexts } from './texts';
import { ThemeMenu } from './theme-menu';

/** The right side of the header; what a phone has no room for stands in the menu. */
export function HeaderTools() {
  const t = useTexts();
  const me = useMe();
  return (
    <Group gap={4} wrap="nowrap">
      <ConnectionLamp />
      <Group gap={4} wrap="nowrap" visibleFrom="sm">
        <RegionFilter />
        <LookAndFeel />
      </Group>
      <Search />
      <Bell />
      <ActionIcon
        component={Link}
        href="/profile"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`${t('profile')}: ${me.name}`}
      >
        <IconUser size={18} />
      </ActionIcon>
    </Group>
  );
}

/** Sound, language and theme. */
export function LookAndFeel() {
  return (
    <Group gap={4} wrap="nowrap">
      <SoundSwitch />
      <LanguageSwitch />
      <ThemeMenu />
    </Group>
  );
}
