import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChangedMeanwhile } from '../../shared/changed-meanwhile';
import { forgetUnsaved, useUnsavedGuard } from '../../shared/unsaved';
import { useIsOnline } from '../../shell/connection-watch';
import { useConnectionForm } from '../connection-form';
import { StepFooter } from '../../shared/step-footer';
import { useTexts } from './texts';
import type { StepProps } from './steps';

type Form = ReturnType<typeof useConnectionForm>;

interface Props extends StepProps {
  isFirst?: boolean;
  /** The form begins with the suggested texts. */
  suggests?: boolean;
  children(form: Form): ReactNode;
}

/** A step that saves a part of the connection's settings before it goes on. */
export function FormStep({ connection, onBack, onNext, onLater, isFirst, suggests, children }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const connectionForm = useConnectionForm(connection, { suggests });
  const { form, save, reload, settings } = connectionForm;
  useUnsavedGuard(form.isDirty());
  const submit = form.onSubmit(() =>
    save.mutate(settings(), {
      onSuccess: () => {
        forgetUnsaved();
        onNext();
      },
    }),
  );
  return (
    <form onSubmit={submit} noValidate autoComplete="off">
      <ChangedMeanwhile error={save.error} onReload={reload} />
      {children(connectionForm)}
      <StepFooter onBack={isFirst ? undefined : onBack} onLater={onLater}>
        <Button type="submit" loading={save.isPending} disabled={!isOnline}>
          {t('saveAndNext')}
        </Button>
      </StepFooter>
    </form>
  );
}
