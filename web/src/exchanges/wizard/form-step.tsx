import type { ReactNode } from 'react';
import { ChangedMeanwhile } from '../../shared/changed-meanwhile';
import { StepForm } from '../../wizard/step-form';
import type { Exchange } from '../exchange';
import { type ExchangeForm, useExchangeForm } from '../exchange-form';
import type { StepProps } from './steps';

interface Props extends StepProps {
  /** It is not gone on from without what we sign in by over there. */
  needsSignIn?: boolean;
  /** @param exchange as it is stored */
  children(form: ExchangeForm, exchange: Exchange): ReactNode;
}

/** A step that saves a part of the settings before it goes on. */
export function FormStep({ exchange, needsSignIn = false, onBack, onNext, onLater, children }: Props) {
  const { form, base, save, reload, change } = useExchangeForm(exchange, { needsSignIn });
  const focusFirst = (errors: object) => form.getInputNode(Object.keys(errors)[0]!)?.focus();
  return (
    <StepForm
      isDirty={form.isDirty()}
      isSaving={save.isPending}
      onSubmit={(goOn) => form.onSubmit(() => save.mutate(change(), { onSuccess: goOn }), focusFirst)}
      onBack={onBack}
      onNext={onNext}
      onLater={onLater}
    >
      <ChangedMeanwhile error={save.error} onReload={reload} />
      {children(form, base)}
    </StepForm>
  );
}
