import { Box, Card, Progress, Stepper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTexts } from './texts';
import { WIZARD_STEPS, type WizardStep } from './steps';

interface Props {
  step: WizardStep;
  /** Without it no other step can be gone to. */
  onStep?(step: WizardStep): void;
  children: ReactNode;
}

/** The steps of the setup, and the one that is being walked through. */
export function WizardFrame({ step, onStep, children }: Props) {
  const t = useTexts();
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const at = WIZARD_STEPS.indexOf(step);
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
        <Stepper
          active={at}
          onStepClick={(index) => onStep?.(WIZARD_STEPS[index])}
          size="sm"
          mb="md"
          role="group"
          aria-label={t('steps')}
        >
          {WIZARD_STEPS.map((name) => (
            <Stepper.Step
              key={name}
              label={t(name)}
              // What was made has its name in the settings.
              allowStepSelect={Boolean(onStep) && name !== 'name'}
              aria-current={name === step ? 'step' : undefined}
            />
          ))}
        </Stepper>
      )}
      <Card padding="lg">{children}</Card>
    </Box>
  );
}
