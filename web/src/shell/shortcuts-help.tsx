import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { may } from '../session/permissions';
import { useMe } from '../session/session';
import { activeShortcuts, hearShortcuts, isTaken, keyNames, type Shortcut, useShortcuts } from '../shared/shortcuts';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useUndoKey } from '../shared/undo';
import { SECTIONS } from './sections';
import { useTexts } from './texts';

/** The keys that work everywhere, and the list of all that work here, shown by «?». */
export function ShortcutsHelp() {
  const t = useTexts();
  const close = useSharedTexts()('close');
  const me = useMe();
  const [, navigate] = useLocation();
  const [shown, setShown] = useState<Shortcut[]>();
  useEffect(hearShortcuts, []);
  useUndoKey();
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      // Where «?» is printed in some layouts, or where it is in the English one.
      const isQuestion = event.key === '?' || (event.code === 'Slash' && event.shiftKey);
      if (isQuestion && !isTaken(event) && !event.ctrlKey && !event.metaKey) setShown(activeShortcuts());
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
  useShortcuts(
    SECTIONS.filter(({ needs }) => !needs || may(me, needs)).map(({ href, label, key }) => ({
      keys: `KeyG ${key}`,
      label: t('goTo', { page: t(label) }),
      run: () => navigate(href),
    })),
  );
  return (
    <Modal
      opened={shown !== undefined}
      onClose={() => setShown(undefined)}
      title={t('shortcuts')}
      closeButtonProps={{ 'aria-label': close }}
    >
      <Stack gap={6}>
        {shown?.map(({ keys, label }) => (
          <Group key={keys} justify="space-between">
            <Text size="sm">{label}</Text>
            <Group gap={4}>
              {keyNames(keys).map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
        <Text size="xs" c="dimmed" mt="sm">
          {t('shortcutsHint')}
        </Text>
      </Stack>
    </Modal>
  );
}
