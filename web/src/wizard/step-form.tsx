import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { forgetUnsaved, useUnsavedGuard } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { StepFooter, type StepMoves } from './step-footer';
import { useTexts } from './texts';

interface Props extends StepMoves {
  isDirty: boolean;
  isSaving: boolean;
  /** Answers what saves. @param goOn to be called once that is done */
  onSubmit(goOn: () => void): (event?: FormEvent<HTMLFormElement>) => void;
  children: ReactNode;
}

/** A step that saves a part of the settings before it goes on. */
export function StepForm({ isDirty, isSaving, onSubmit, onBack, onNext, onLater, children }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  useUnsavedGuard(isDirty);
  const submit = onSubmit(() => {
    forgetUnsaved();
    onNext();
  });
  return (
    <form onSubmit={submit} noValidate autoComplete="off">
      {children}
      <StepFooter onBack={onBack} onLater={onLater} onNext={submit}>
        <Button type="submit" loading={isSaving} disabled={!isOnline}>
          {t('saveAndNext')}
        </Button>
      </StepFooter>
    </form>
  );
}
