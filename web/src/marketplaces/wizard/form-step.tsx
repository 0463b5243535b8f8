import type { ReactNode } from 'react';
import { ChangedMeanwhile } from '../../shared/changed-meanwhile';
import { useConnectionForm } from '../connection-form';
import { StepForm } from '../../wizard/step-form';
import type { StepProps } from './steps';

type Form = ReturnType<typeof useConnectionForm>;

interface Props extends StepProps {
  /** The form begins with the suggested texts. */
  suggests?: boolean;
  children(form: Form): ReactNode;
}

/** A step that saves a part of the connection's settings before it goes on. */
export function FormStep({ connection, onBack, onNext, onLater, suggests, children }: Props) {
  const connectionForm = useConnectionForm(connection, { suggests });
  const { form, save, reload, settings } = connectionForm;
  return (
    <StepForm
      isDirty={form.isDirty()}
      isSaving={save.isPending}
      onSubmit={(goOn) => form.onSubmit(() => save.mutate(settings(), { onSuccess: goOn }))}
      onBack={onBack}
      onNext={onNext}
      onLater={onLater}
    >
      <ChangedMeanwhile error={save.error} onReload={reload} />
      {children(connectionForm)}
    </StepForm>
  );
}
