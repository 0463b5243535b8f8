import type { ReactNode } from 'react';
import { WizardFrame } from '../../wizard/wizard-frame';
import type { ExchangeKind } from '../exchange';
import { stepsOf, type WizardStep } from './steps';
import { useTexts } from './texts';

interface Props {
  kind: ExchangeKind;
  step: WizardStep;
  /** Without it no other step can be gone to. */
  onStep?(step: WizardStep): void;
  children: ReactNode;
}

export function ExchangeSteps({ kind, step, onStep, children }: Props) {
  const t = useTexts();
  // What was made has its name in the settings.
  const steps = stepsOf(kind).map((name) => ({ name, label: t(name), isClosed: !onStep || name === 'name' }));
  return (
    <WizardFrame steps={steps} step={step} onStep={onStep}>
      {children}
    </WizardFrame>
  );
}
