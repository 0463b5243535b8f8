import { Card, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** One card of the page. */
export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Card padding="md" component="section">
      <Title order={2} size="h4" mb={hint ? 4 : 'sm'}>
        {title}
      </Title>
      {hint && (
        <Text size="sm" c="dimmed" mb="sm">
          {hint}
        </Text>
      )}
      {children}
    </Card>
  );
}
