import { Text } from '@mantine/core';
import { DecisionFields } from '../decision-fields';
import { FormStep } from './form-step';
import { useTexts } from './texts';
import type { StepProps } from './steps';

export function TextsStep(props: StepProps) {
  const t = useTexts();
  return (
    <FormStep {...props} suggests>
      {({ form }) => (
        <>
          <Text size="sm" c="dimmed" mb="md">
            {t('textsHint')}
          </Text>
          <DecisionFields form={form} />
        </>
      )}
    </FormStep>
  );
}
