import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from './texts';

interface Props {
  onBack?(): void;
  onLater(): void;
  /** The button that goes on. */
  children: ReactNode;
}

/** Under a step of a wizard: later, back, and what goes on. */
export function StepFooter({ onBack, onLater, children }: Props) {
  const t = useTexts();
  return (
    <Group justify="space-between" mt="xl" gap="sm">
      <Button variant="subtle" color="gray" onClick={onLater}>
        {t('later')}
      </Button>
      <Group gap="sm">
        {onBack && (
          <Button variant="default" onClick={onBack}>
            {t('back')}
          </Button>
        )}
        {children}
      </Group>
    </Group>
  );
}
