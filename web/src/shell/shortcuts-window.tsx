import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { keyNames, type Shortcut } from '../shared/shortcuts';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts as useShortcutTexts } from './shortcuts-texts';
import { useTexts } from './texts';

/** Keys with what they do. @param shortcuts null = it is closed */
export default function ShortcutsWindow({ shortcuts, onClose }: { shortcuts: Shortcut[] | null; onClose(): void }) {
  const t = useTexts();
  const texts = useShortcutTexts();
  const close = useSharedTexts()('close');
  return (
    <Modal
      opened={shortcuts !== null}
      onClose={onClose}
      title={t('shortcuts')}
      closeButtonProps={{ 'aria-label': close }}
    >
      <Stack gap={6}>
        {shortcuts &&
          pageFirst(shortcuts).map(({ keys, label }) => (
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
          {texts('hint')}
        </Text>
      </Stack>
    </Modal>
  );
}

/** What leads to other pages works everywhere, and is looked for the least. */
function pageFirst(shortcuts: Shortcut[]): Shortcut[] {
  const leadsAway = ({ keys }: Shortcut) => keys.includes(' ');
  return [...shortcuts].sort((one, other) => Number(leadsAway(one)) - Number(leadsAway(other)));
}
