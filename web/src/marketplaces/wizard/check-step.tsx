import { ConnectionCheck } from '../connection-check';
import { StepFooter } from '../../wizard/step-footer';
import type { StepProps } from './steps';

export function CheckStep({ connection, onBack, onNext, onLater }: StepProps) {
  return (
    <>
      <ConnectionCheck id={connection.id} />
      <StepFooter onBack={onBack} onNext={onNext} onLater={onLater} />
    </>
  );
}
