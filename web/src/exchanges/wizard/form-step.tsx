import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChangedMeanwhile } from '../../shared/changed-meanwhile';
import { StepFooter } from '../../shared/step-footer';
import { forgetUnsaved, useUnsavedGuard } from '../../shared/unsaved';
import { useIsOnline } from '../../shell/connection-watch';
import type { Exchange } from '../exchange';
import { type ExchangeForm, useExchangeForm } from '../exchange-form';
import { useTexts } from './texts';
import type { StepProps } from './steps';

interface Props extends StepProps {
  /** It is not gone on from without what we sign in by over there. */
  needsSignIn?: boolean;
  /** @param exchange as it is stored */
  children(form: ExchangeForm, exchange: Exchange): ReactNode;
}

/** A step that saves a part of the settings before it goes on. */
export function FormStep({ exchange, needsSignIn = false, onBack, onNext, onLater, children }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const { form, base, save, reload, change } = useExchangeForm(exchange, { needsSignIn });
  useUnsavedGuard(form.isDirty());
  const goOn = () => {
    forgetUnsaved();
    onNext();
  };
  const focusFirst = (errors: object) => form.getInputNode(Object.keys(errors)[0]!)?.focus();
  return (
    <form
      onSubmit={form.onSubmit(() => save.mutate(change(), { onSuccess: goOn }), focusFirst)}
      noValidate
      autoComplete="off"
    >
      <ChangedMeanwhile error={save.error} onReload={reload} />
      {children(form, base)}
      <StepFooter onBack={onBack} onLater={onLater}>
        <Button type="submit" loading={save.isPending} disabled={!isOnline}>
          {t('saveAndNext')}
        </Button>
      </StepFooter>
    </form>
  );
}
