import { TextInput } from '@mantine/core';
import { LimitFields } from '../deadlines/limit-fields';
import { useTexts } from '../deadlines/texts';
import type { ConnectionForm } from './connection-form';

/** How long the first decision on an order may take. */
export function DeadlineFields({ form }: { form: ConnectionForm }) {
  const t = useTexts();
  return (
    <LimitFields
      label={t('decisionMinutes')}
      minutes={form.getInputProps('decisionMinutes')}
      warn={form.getInputProps('decisionWarnMinutes')}
      hasLimit={form.values.decisionMinutes !== ''}
      isActing={form.values.refusesOverdue}
      actionLabel={t('refuse')}
      onAct={(refuses) => form.setFieldValue('refusesOverdue', refuses)}
    >
      <TextInput
        label={t('refuseReason')}
        description={t('refuseHint')}
        required
        maxLength={2_000}
        {...form.getInputProps('overdueReason')}
        error={form.errors['onOverdue.reason'] ?? form.errors.overdueReason}
      />
    </LimitFields>
  );
}
