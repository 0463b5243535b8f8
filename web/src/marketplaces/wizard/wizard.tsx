import { type ComponentType, useEffect } from 'react';
import { useLocation } from 'wouter';
import { WizardFrame } from '../../wizard/wizard-frame';
import type { Connection } from '../connection';
import { AccountStep } from './account-step';
import { CheckStep } from './check-step';
import { FirstOrderStep } from './first-order-step';
import { LinkStep } from './link-step';
import { lacks, leftStep, stepAddress, type StepProps, WIZARD_STEPS, type WizardStep } from './steps';
import { useTexts } from './texts';
import { TextsStep } from './texts-step';

const CONTENT: Record<WizardStep, ComponentType<StepProps>> = {
  account: AccountStep,
  link: LinkStep,
  texts: TextsStep,
  check: CheckStep,
  'first-order': FirstOrderStep,
};

/** Leads through the connecting of a service; its step stands in the address, so that it can be left and gone on with. */
export function Wizard({ connection, step }: { connection: Connection; step: WizardStep }) {
  const t = useTexts();
  const [, navigate] = useLocation();
  const { id } = connection;
  const at = WIZARD_STEPS.indexOf(step);
  useEffect(() => leftStep(id).remember(step), [id, step]);
  const goTo = (name: WizardStep) => navigate(stepAddress(id, name));
  const onNext = () => {
    if (at + 1 < WIZARD_STEPS.length) return goTo(WIZARD_STEPS[at + 1]!);
    leftStep(id).forget();
    navigate(`/marketplaces/${id}`);
  };
  const StepContent = CONTENT[step];
  return (
    <WizardFrame
      steps={WIZARD_STEPS.map((name) => ({ name, label: t(name), isLacking: lacks(connection, name) }))}
      step={step}
      onStep={goTo}
    >
      <StepContent
        key={step}
        connection={connection}
        onBack={at > 0 ? () => goTo(WIZARD_STEPS[at - 1]!) : undefined}
        onNext={onNext}
        onLater={() => navigate('/marketplaces')}
      />
    </WizardFrame>
  );
}
