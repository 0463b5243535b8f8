import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from './texts';

/** What each step is given, besides what is set up. */
export interface StepMoves {
  /** Absent at the first. */
  onBack?: (() => void) | undefined;
  onNext(): void;
  /** Leaves the setup where it is. */
  onLater(): void;
}

interface Props extends StepMoves {
  /** The button that goes on; «Next» unless told. */
  children?: ReactNode;
}

/** Under a step: later, back, and what goes on. */
export function StepFooter({ onBack, onNext, onLater, children }: Props) {
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
        {children ?? <Button onClick={onNext}>{t('next')}</Button>}
      </Group>
    </Group>
  );
}
