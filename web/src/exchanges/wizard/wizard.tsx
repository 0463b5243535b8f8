import { Text } from '@mantine/core';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { Exchange } from '../exchange';
import { forgetFreshPassword } from '../fresh-passwords';
import { OrderFields, RefusedStatusField } from '../order-fields';
import { AccessStep } from './access-step';
import { FormStep } from './form-step';
import { StartStep } from './start-step';
import { forgetStep, rememberStep, stepAddress, WIZARD_STEPS, type WizardStep } from './steps';
import { useTexts } from './texts';
import { WizardFrame } from './wizard-frame';

export interface StepProps {
  exchange: Exchange;
  onBack(): void;
  onNext(): void;
  /** Leaves the setup where it is. */
  onLater(): void;
}

const CONTENT = { access: AccessStep, orders: OrdersStep, refusals: RefusalsStep, start: StartStep };

/** Leads through the connecting of 1C; its step stands in the address, so that it can be left and gone on with. */
export default function Wizard({ exchange, step }: { exchange: Exchange; step: WizardStep }) {
  const [, navigate] = useLocation();
  const { id } = exchange;
  const at = WIZARD_STEPS.indexOf(step);
  useEffect(() => rememberStep(id, step), [id, step]);
  const goTo = (name: WizardStep) => navigate(stepAddress(id, name));
  const leave = (address: string) => {
    forgetFreshPassword(id);
    navigate(address);
  };
  const onNext = () => {
    if (at + 1 < WIZARD_STEPS.length) return goTo(WIZARD_STEPS[at + 1]);
    forgetStep(id);
    leave(`/exchanges/${id}`);
  };
  const StepContent = CONTENT[step as keyof typeof CONTENT];
  return (
    <WizardFrame step={step} onStep={goTo}>
      <StepContent
        key={step}
        exchange={exchange}
        onBack={() => goTo(WIZARD_STEPS[at - 1])}
        onNext={onNext}
        onLater={() => leave('/exchanges')}
      />
    </WizardFrame>
  );
}

function OrdersStep(props: StepProps) {
  const t = useTexts();
  return (
    <FormStep {...props}>
      {(form) => (
        <>
          <Text size="sm" c="dimmed" mb="md">
            {t('ordersHint')}
          </Text>
          <OrderFields form={form} />
        </>
      )}
    </FormStep>
  );
}

function RefusalsStep(props: StepProps) {
  const t = useTexts();
  return (
    <FormStep {...props}>
      {(form) => (
        <>
          <Text size="sm" c="dimmed" mb="md">
            {t('refusalsHint')}
          </Text>
          <RefusedStatusField form={form} />
        </>
      )}
    </FormStep>
  );
}
