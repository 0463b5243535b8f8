import { Alert, AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCloudOff } from '../shared/icons';
import { type ReactNode, useEffect } from 'react';
import { useMe } from '../session/session';
import { useIsOnline, useLiveEvents } from './connection-watch';
import { HeaderTools, LookAndFeel } from './header-tools';
import { Logo } from './logo';
import { Navigation } from './navigation';
import { RegionFilter } from './region-filter';
import { RegionChoiceProvider } from './regions';
import classes from './shell.module.css';
import { ShortcutsHelp } from './shortcuts-help';
import { useAnnouncements } from './tab-signs';
import { useTexts } from './texts';

/** Loaded apart: nothing goes away before the page is there. */
function keepFocusPlace(): () => void {
  const stopping = import('./focus-back').then((keeping) => keeping.keepFocusPlace()).catch(() => undefined);
  return () => void stopping.then((stop) => stop?.());
}

/** What surrounds every page: header, menu, the bar that says when the service is away. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTexts();
  const [isMenuOpen, menu] = useDisclosure();
  const isOnline = useIsOnline();
  useLiveEvents(useMe().id);
  useAnnouncements();
  useEffect(keepFocusPlace, []);
  return (
    <RegionChoiceProvider>
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 226, breakpoint: 'sm', collapsed: { mobile: !isMenuOpen } }}
        padding="md"
      >
        <AppShell.Header px="md" className={classes.header}>
          <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
            <Group gap="xs" wrap="nowrap">
              <Burger opened={isMenuOpen} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={t('menu')} />
              <Logo />
            </Group>
            <HeaderTools />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" aria-label={t('menu')} className={classes.navbar}>
          <AppShell.Section grow mih={0}>
            <Navigation onNavigate={menu.close} />
          </AppShell.Section>
          <AppShell.Section hiddenFrom="sm" pt="sm">
            <Group justify="space-between">
              <RegionFilter />
              <LookAndFeel />
            </Group>
          </AppShell.Section>
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1} className={classes.content}>
          {!isOnline && (
            <Alert color="yellow" icon={<IconCloudOff />} mb="md" role="alert">
              {t('offline')}
            </Alert>
          )}
          {children}
        </AppShell.Main>
      </AppShell>
      <ShortcutsHelp />
    </RegionChoiceProvider>
  );
}
