import { Button, getDefaultZIndex, Group, Modal, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Router, useLocation } from 'wouter';
import { type BrowserLocationHook, useBrowserLocation } from 'wouter/use-browser-location';
import { loadsAnew } from './new-version';
import { useTexts } from './texts';

/** Pages with changes that were not saved, and where somebody wants to go in spite of them. */
const unsaved = new Set<object>();
let wanted: (() => void) | undefined;
const watchers = new Set<() => void>();
/** The address of the page with the changes. */
let here = '';

function ask(leave: () => void): void {
  wanted = leave;
  watchers.forEach((tell) => tell());
}

function answer(): void {
  wanted = undefined;
  watchers.forEach((tell) => tell());
}

/** Goes on at once, or after a question when something is unsaved. */
function leaving(go: () => void): void {
  if (unsaved.size === 0) go();
  else ask(go);
}

// Before any router listens, since on the window listeners are called in the order they came, capturing ones too.
addEventListener('popstate', (event) => {
  if (unsaved.size === 0) return;
  event.stopImmediatePropagation();
  // Puts the page's address after the one that was gone to, so that leaving is one step back.
  history.pushState(null, '', here);
  ask(() => history.back());
});

const useGuardedLocation: BrowserLocationHook = (options) => {
  const [path, navigate] = useBrowserLocation(options);
  return [path, (to, settings) => leaving(() => loadsAnew(to, settings) || navigate(to, settings))];
};

/** While `isDirty`, leaving the page is asked about: by a link, the back button, or closing the window. */
export function useUnsavedGuard(isDirty: boolean): void {
  const [page] = useState(() => ({}));
  // During drawing and not after it: a good save may lead away at once.
  if (!isDirty) unsaved.delete(page);
  useEffect(() => {
    if (!isDirty) return;
    unsaved.add(page);
    here = location.href;
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved.has(page)) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      unsaved.delete(page);
      removeEventListener('beforeunload', warn);
    };
  }, [isDirty, page]);
}

/** Whether loading the page anew would lose what somebody typed. */
export function isAnythingUnsaved(): boolean {
  return unsaved.size > 0;
}

/** After a good save nothing is asked any more, even though the page was not drawn again yet. */
export function forgetUnsaved(): void {
  unsaved.clear();
}

/** Leaves a page whose work is done, and asks nothing; who has left it meanwhile stays where they are, with what they type there. */
export function useLeave(): (to: string, settings?: { replace: boolean }) => void {
  const [, navigate] = useLocation();
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return (to, settings) => {
    if (!isHere.current) return;
    forgetUnsaved();
    navigate(to, settings);
  };
}

/** The router of the panel, with the question about unsaved changes. */
export function GuardedRouter({ children }: { children: ReactNode }) {
  return (
    <Router hook={useGuardedLocation}>
      {children}
      <Question />
    </Router>
  );
}

function Question() {
  const t = useTexts();
  const leave = useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => wanted,
  );
  const go = () => {
    forgetUnsaved();
    answer();
    leave?.();
  };
  return (
    <Modal
      opened={leave !== undefined}
      onClose={answer}
      title={t('unsaved')}
      // Above the dialog whose form it may be about.
      zIndex={getDefaultZIndex('overlay')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Text size="sm">{t('unsavedHint')}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={answer} data-autofocus>
          {t('stay')}
        </Button>
        <Button color="red" onClick={go}>
          {t('leave')}
        </Button>
      </Group>
    </Modal>
  );
}
