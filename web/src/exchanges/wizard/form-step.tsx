import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChangedMeanwhile } from '../../shared/changed-meanwhile';
import { forgetUnsaved, useUnsavedGuard } from '../../shared/unsaved';
import { useIsOnline } from '../../shell/connection-watch';
import { type ExchangeForm, useExchangeForm } from '../exchange-form';
import { StepFooter } from '../../shared/step-footer';
import { useTexts } from './texts';
import type { StepProps } from './wizard';

/** A step that saves a part of the settings before it goes on. */
export function FormStep({ exchange, onBack, onNext, onLater, children }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const { form, save, reload, change } = useExchangeForm(exchange);
  useUnsavedGuard(form.isDirty());
  const goOn = () => {
    forgetUnsaved();
    onNext();
  };
  return (
    <form onSubmit={form.onSubmit(() => save.mutate(change(), { onSuccess: goOn }))} noValidate autoComplete="off">
      <ChangedMeanwhile error={save.error} onReload={reload} />
      {children(form)}
      <StepFooter onBack={onBack} onLater={onLater}>
        <Button type="submit" loading={save.isPending} disabled={!isOnline}>
          {t('saveAndNext')}
        </Button>
      </StepFooter>
    </form>
  );
}

type Props = StepProps & { children(form: ExchangeForm): ReactNode };
