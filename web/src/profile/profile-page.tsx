import { Button, Group, SegmentedControl, SimpleGrid, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { IconLogout } from '../shared/page-icons';
import type { ReactNode } from 'react';
import { useMe, useSignOut } from '../session/session';
import { notifyFailure } from '../shared/notify';
import { Page } from '../shared/page';
import { BrowserNoticesSetting } from '../shell/browser-notices-setting';
import { LanguageSwitch } from '../shell/language-switch';
import { useTexts as useShellTexts } from '../shell/texts';
import { RegionNames, RoleBadges } from '../users/access-fields';
import { Sessions } from '../users/sessions';
import { NotificationSettings } from './notification-settings';
import { PasswordForm } from './password-form';
import { Part } from './profile-part';
import { useTexts } from './texts';

export default function ProfilePage() {
  const t = useTexts();
  const signOut = useSignOut();
  const leave = (
    <Button
      variant="default"
      leftSection={<IconLogout size={16} aria-hidden />}
      onClick={() => void signOut().catch(notifyFailure)}
    >
      {t('signOut')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={leave}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Stack>
          <AboutMe />
          <Look />
          <Part title={t('password')}>
            <PasswordForm />
          </Part>
        </Stack>
        <Stack>
          <NotificationSettings />
          <BrowserNotices />
          <Part title={t('sessions')} hint={t('sessionsHint')}>
            <Sessions />
          </Part>
        </Stack>
      </SimpleGrid>
    </Page>
  );
}

/** What this browser shows, of what is chosen above. */
function BrowserNotices() {
  const t = useTexts();
  return (
    <Part title={t('inBrowser')} hint={t('inBrowserHint')}>
      <BrowserNoticesSetting />
    </Part>
  );
}

function AboutMe() {
  const t = useTexts();
  const { name, email, roles, regionIds } = useMe();
  const facts: Array<[string, ReactNode]> = [
    [t('name'), name],
    [t('email'), email],
    [t('roles'), <RoleBadges key="roles" roles={roles} />],
    [t('regions'), <RegionNames key="regions" ids={regionIds} />],
  ];
  return (
    <Part title={t('about')} hint={t('aboutHint')}>
      <Stack gap={6} component="dl" my={0}>
        {facts.map(([label, value]) => (
          <Group key={label} gap="sm" wrap="nowrap" align="baseline">
            <Text size="sm" c="dimmed" w={88} component="dt" style={{ flexShrink: 0 }}>
              {label}
            </Text>
            <Text size="sm" m={0} component="dd" style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Text>
          </Group>
        ))}
      </Stack>
    </Part>
  );
}

function Look() {
  const t = useTexts();
  const shell = useShellTexts();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Part title={t('look')}>
      <Stack gap="sm" align="flex-start">
        <div>
          <Text size="sm" fw={500} mb={4} aria-hidden>
            {t('language')}
          </Text>
          <LanguageSwitch />
        </div>
        <div>
          <Text size="sm" fw={500} mb={4} aria-hidden>
            {t('theme')}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={t('theme')}
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
            data={[
              { value: 'auto', label: shell('themeAuto') },
              { value: 'light', label: shell('themeLight') },
              { value: 'dark', label: shell('themeDark') },
            ]}
          />
        </div>
      </Stack>
    </Part>
  );
}
