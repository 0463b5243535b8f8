import { Box, Card, Progress, Stepper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { IconAlertTriangle } from '../shared/page-icons';
import { useTexts } from './texts';

/** Of a wizard, in words. */
export interface FrameStep<Name extends string> {
  name: Name;
  label: string;
  /** It was gone past and is not done: it gets no tick. */
  isLacking?: boolean;
  /** It is not gone back to. */
  isClosed?: boolean;
}

interface Props<Name extends string> {
  steps: FrameStep<Name>[];
  step: Name;
  onStep?(step: Name): void;
  children: ReactNode;
}

/** The steps of a setup, and the one that is being walked through. */
export function WizardFrame<Name extends string>({ steps, step, onStep, children }: Props<Name>) {
  const t = useTexts();
  const at = steps.findIndex(({ name }) => name === step);
  const isMany = steps.length > 5;
  const isNarrow = useMediaQuery(`(max-width: ${isMany ? 75 : 48}em)`, undefined, { getInitialValueInEffect: false });
  return (
    <Box maw={920}>
      {isNarrow ? (
        <Box mb="md">
          <Text size="sm" fw={600} mb={4}>
            {t('stepOf', { number: at + 1, count: steps.length, name: steps[at]!.label })}
          </Text>
          <Progress value={((at + 1) / steps.length) * 100} size="sm" aria-hidden />
        </Box>
      ) : (
        <Stepper
          active={at}
          onStepClick={(index) => onStep?.(steps[index]!.name)}
          size={isMany ? 'xs' : 'sm'}
          {...(isMany && { iconSize: 26 })}
          mb="md"
          role="group"
          aria-label={t('steps')}
        >
          {steps.map(({ name, label, isLacking, isClosed }) => (
            <Stepper.Step
              key={name}
              label={label}
              color={isLacking ? 'yellow' : undefined}
              completedIcon={isLacking && <IconAlertTriangle size={16} role="img" aria-label={t('notFinished')} />}
              allowStepSelect={!isClosed}
              aria-current={name === step ? 'step' : undefined}
            />
          ))}
        </Stepper>
      )}
      <Card padding="lg">{children}</Card>
    </Box>
  );
}
