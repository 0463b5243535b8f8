import { Card, Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a page under its own heading. */
export function Section({ title, beside, children }: { title: string; beside?: ReactNode; children: ReactNode }) {
  return (
    <Card padding="md">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          {title}
        </Title>
        {beside}
      </Group>
      {children}
    </Card>
  );
}
