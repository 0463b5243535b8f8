import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconAlertTriangle } from './page-icons';

/** Says in a line what is wrong, beside what it is about. */
export function WarningLine({ children }: { children: ReactNode }) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" role="status">
      <IconAlertTriangle
        size={16}
        color="var(--mantine-color-orange-7)"
        style={{ flex: 'none', marginTop: 2 }}
        aria-hidden
      />
      <Text size="sm">{children}</Text>
    </Group>
  );
}
