import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconAlertTriangle } from './page-icons';

/** Says in a line what is wrong, beside what it is about; on a phone in several, which are read from the left there, too. */
export function WarningLine({ children }: { children: ReactNode }) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" role="status">
      <IconAlertTriangle
        size={16}
        color="var(--mantine-color-orange-7)"
        style={{ flex: 'none', marginTop: 2 }}
        aria-hidden
      />
      <Text size="sm" ta="left">
        {children}
      </Text>
    </Group>
  );
}
