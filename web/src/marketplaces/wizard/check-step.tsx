import { Button } from '@mantine/core';
import { ConnectionCheck } from '../connection-check';
import { StepFooter } from '../../shared/step-footer';
import { useTexts } from './texts';
import type { StepProps } from './steps';

export function CheckStep({ connection, onBack, onNext, onLater }: StepProps) {
  const t = useTexts();
  return (
    <>
      <ConnectionCheck id={connection.id} />
      <StepFooter onBack={onBack} onLater={onLater}>
        <Button onClick={onNext}>{t('next')}</Button>
      </StepFooter>
    </>
  );
}
