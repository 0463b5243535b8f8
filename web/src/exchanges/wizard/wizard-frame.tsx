import { Box, Card, Progress, Stepper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTexts } from './texts';
import type { ExchangeKind } from '../exchange';
import { stepsOf, type WizardStep } from './steps';

interface Props {
  kind: ExchangeKind;
  step: WizardStep;
  /** Without it no other step can be gone to. */
  onStep?(step: WizardStep): void;
  children: ReactNode;
}

/** The steps of the setup, and the one that is being walked through. */
export function WizardFrame({ kind, step, onStep, children }: Props) {
  const t = useTexts();
  const steps = stepsOf(kind);
  const at = steps.indexOf(step);
  const isMany = steps.length > 5;
  const isNarrow = useMediaQuery(`(max-width: ${isMany ? 75 : 48}em)`, undefined, { getInitialValueInEffect: false });
  return (
    <Box maw={920}>
      {isNarrow ? (
        <Box mb="md">
          <Text size="sm" fw={600} mb={4}>
            {t('stepOf', { number: at + 1, count: steps.length, name: t(step) })}
          </Text>
          <Progress value={((at + 1) / steps.length) * 100} size="sm" aria-hidden />
        </Box>
      ) : (
        <Stepper
          active={at}
          onStepClick={(index) => onStep?.(steps[index]!)}
          size={isMany ? 'xs' : 'sm'}
          {...(isMany && { iconSize: 26 })}
          mb="md"
          role="group"
          aria-label={t('steps')}
        >
          {steps.map((name) => (
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
