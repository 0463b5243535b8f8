import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useUnsavedGuard } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { StepFooter, type StepMoves } from './step-footer';
import { useTexts } from './texts';

interface Props extends Omit<StepMoves, 'onNext'> {
  isDirty: boolean;
  isSaving: boolean;
  /** Saves, and goes on once that is done. */
  onSubmit(event?: FormEvent<HTMLFormElement>): void;
  children: ReactNode;
}

/** A step that saves a part of the settings before it goes on. */
export function StepForm({ isDirty, isSaving, onSubmit, onBack, onLater, children }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  useUnsavedGuard(isDirty);
  return (
    <form onSubmit={onSubmit} noValidate autoComplete="off">
      {children}
      <StepFooter onBack={onBack} onLater={onLater} onNext={onSubmit}>
        <Button type="submit" loading={isSaving} disabled={!isOnline}>
          {t('saveAndNext')}
        </Button>
      </StepFooter>
    </form>
  );
}
