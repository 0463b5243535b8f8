import { Text } from '@mantine/core';
import { type ComponentType, useEffect } from 'react';
import { useLocation } from 'wouter';
import { StepFooter } from '../../wizard/step-footer';
import { CheckoutFields, SignInFields } from '../called-fields';
import { type Exchange, isCalled } from '../exchange';
import { ExchangeCheck } from '../exchange-check';
import { forgetFreshPassword } from '../fresh-passwords';
import { OrderFields, RefusedStatusField } from '../order-fields';
import { AccessStep } from './access-step';
import { FormStep } from './form-step';
import { StartStep } from './start-step';
import { StatusesStep } from './statuses-step';
import { leftStep, stepAddress, type StepProps, stepsOf, type WizardStep } from './steps';
import { useTexts } from './texts';
import { ExchangeSteps } from './exchange-steps';

const CONTENT: Record<Exclude<WizardStep, 'name'>, ComponentType<StepProps>> = {
  access: AccessStep,
  api: ApiStep,
  check: CheckStep,
  checkout: CheckoutStep,
  orders: OrdersStep,
  refusals: RefusalsStep,
  statuses: StatusesStep,
  start: StartStep,
};

interface Props {
  exchange: Exchange;
  step: WizardStep;
}

/** Leads through the connecting of a system; its step stands in the address, so that it can be left and gone on with. */
export default function Wizard({ exchange, step }: Props) {
  const [, navigate] = useLocation();
  const { id, kind } = exchange;
  const steps = stepsOf(kind);
  const at = steps.indexOf(step);
  useEffect(() => leftStep(id).remember(step), [id, step]);
  const goTo = (name: WizardStep) => navigate(stepAddress(id, name));
  const leave = (address: string) => {
    forgetFreshPassword(id);
    navigate(address);
  };
  const onNext = () => {
    if (at + 1 < steps.length) return goTo(steps[at + 1]!);
    leftStep(id).forget();
    leave(`/exchanges/${id}`);
  };
  const StepContent = CONTENT[step as keyof typeof CONTENT];
  return (
    <ExchangeSteps kind={kind} step={step} onStep={goTo}>
      <StepContent
        key={step}
        exchange={exchange}
        {...(at > 1 && { onBack: () => goTo(steps[at - 1]!) })}
        onNext={onNext}
        onLater={() => leave('/exchanges')}
      />
    </ExchangeSteps>
  );
}

function ApiStep(props: StepProps) {
  return (
    <FormStep {...props} needsSignIn>
      {(form, exchange) => <SignInFields form={form} exchange={exchange} />}
    </FormStep>
  );
}

function CheckStep({ exchange, onBack, onNext, onLater }: StepProps) {
  return (
    <>
      <ExchangeCheck exchange={exchange} />
      <StepFooter onBack={onBack} onNext={onNext} onLater={onLater} />
    </>
  );
}

function CheckoutStep(props: StepProps) {
  return <FormStep {...props}>{(form, exchange) => <CheckoutFields form={form} exchange={exchange} />}</FormStep>;
}

function OrdersStep(props: StepProps) {
  const t = useTexts();
  const { kind } = props.exchange;
  return (
    <FormStep {...props}>
      {(form, exchange) => (
        <>
          <Text size="sm" c="dimmed" mb="md">
            {t(`ordersHint.${kind}`)}
          </Text>
          <OrderFields form={form} exchange={exchange}>
            {isCalled(kind) && <RefusedStatusField form={form} />}
          </OrderFields>
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
