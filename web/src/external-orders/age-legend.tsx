import { ActionIcon, ColorSwatch, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconInfoCircle } from '../shared/page-icons';
import { useTexts } from './texts';

const MEANINGS = [
  { key: 'legendFresh', color: 'teal-6' },
  { key: 'legendWaiting', color: 'yellow-6' },
  { key: 'legendLate', color: 'orange-7' },
  { key: 'legendBad', color: 'red-7' },
] as const;

/** What the colour at the left of a row says, on hovering, focus or touch. */
export function AgeLegend() {
  const t = useTexts();
  return (
    <Tooltip
      events={{ hover: true, focus: true, touch: true }}
      label={
        <Stack gap={4} p={4}>
          {MEANINGS.map(({ key, color }) => (
            <Group key={key} gap="xs" wrap="nowrap">
              <ColorSwatch size={12} color={`var(--mantine-color-${color})`} />
              <Text size="xs">{t(key)}</Text>
            </Group>
          ))}
        </Stack>
      }
    >
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('legend')}>
        <IconInfoCircle size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
