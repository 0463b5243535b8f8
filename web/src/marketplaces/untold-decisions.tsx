import { Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '../shared/page-icons';
import type { Connection } from './connection';
import { useTexts } from './texts';

/** Which decisions GettZap is not told, since no status is set for them; nothing where it learns of both. */
export function UntoldDecisions({ connection: { acceptedStatus, refusedStatus } }: { connection: Connection }) {
  const t = useTexts();
  if (acceptedStatus !== '' && refusedStatus !== '') return null;
  const which = acceptedStatus !== '' ? 'refused' : refusedStatus !== '' ? 'accepted' : 'both';
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <IconAlertTriangle
        size={16}
        color="var(--mantine-color-orange-7)"
        style={{ flex: 'none', marginTop: 2 }}
        aria-hidden
      />
      <Text size="sm">{t(`untold.${which}`)}</Text>
    </Group>
  );
}
