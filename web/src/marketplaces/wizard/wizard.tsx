import { Box, Card, Progress, Stepper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertTriangle } from '../../shared/page-icons';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { Connection } from '../connection';
import { AccountStep } from './account-step';
import { CheckStep } from './check-step';
import { FirstOrderStep } from './first-order-step';
import { LinkStep } from './link-step';
import { forgetStep, lacks, rememberStep, stepAddress, WIZARD_STEPS, type WizardStep } from './steps';
import { useTexts } from './texts';
import { TextsStep } from './texts-step';

const CONTENT = {
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
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const { id } = connection;
  const at = WIZARD_STEPS.indexOf(step);
  useEffect(() => rememberStep(id, step), [id, step]);
  const goTo = (index: number) => navigate(stepAddress(id, WIZARD_STEPS[index]));
  const onLater = () => navigate('/marketplaces');
  const onNext = () => {
    if (at + 1 < WIZARD_STEPS.length) return goTo(at + 1);
    forgetStep(id);
    navigate(`/marketplaces/${id}`);
  };
  const StepContent = CONTENT[step];
  return (
    <Box maw={920}>
      {isPhone ? (
        <Box mb="md">
          <Text size="sm" fw={600} mb={4}>
            {t('stepOf', { number: at + 1, count: WIZARD_STEPS.length, name: t(step) })}
          </Text>
          <Progress value={((at + 1) / WIZARD_STEPS.length) * 100} size="sm" aria-hidden />
        </Box>
      ) : (
        <Stepper active={at} onStepClick={goTo} size="sm" mb="md" role="group" aria-label={t('steps')}>
          {WIZARD_STEPS.map((name) => (
            <Stepper.Step
              key={name}
              label={t(name)}
              color={lacks(connection, name) ? 'yellow' : undefined}
              completedIcon={
                lacks(connection, name) ? (
                  <IconAlertTriangle size={16} role="img" aria-label={t('notFinished')} />
                ) : undefined
              }
              allowStepSelect
              aria-current={name === step ? 'step' : undefined}
            />
          ))}
        </Stepper>
      )}
      <Card padding="lg">
        <StepContent
          key={step}
          connection={connection}
          onBack={() => goTo(Math.max(0, at - 1))}
          onNext={onNext}
          onLater={onLater}
        />
      </Card>
    </Box>
  );
}
