import { Card, Text, Title } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { LimitFields } from '../deadlines/limit-fields';
import { useTexts } from '../deadlines/texts';
import { StatusSelect } from './status-select';
import type { StatusValues } from './status-values';
import { useStatuses } from './use-statuses';

interface Props {
  form: UseFormReturnType<StatusValues>;
  /** Of the status itself; undefined = a new one. */
  statusId: string | undefined;
  readOnly: boolean;
}

/** How long an item may stay in the status. */
export function LeaveFields({ form, statusId, readOnly }: Props) {
  const t = useTexts();
  const { data: statuses = [] } = useStatuses();
  return (
    <Card padding="lg">
      <Title order={2} size="h4" mb={4}>
        {t('limit')}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t('limitHint')}
      </Text>
      <LimitFields
        label={t('leaveMinutes')}
        minutes={form.getInputProps('leaveMinutes')}
        warn={form.getInputProps('leaveWarnMinutes')}
        hasLimit={form.values.leaveMinutes !== ''}
        isActing={form.values.movesOverdue}
        actionLabel={t('move')}
        readOnly={readOnly}
        onAct={(moves) => form.setFieldValue('movesOverdue', moves)}
      >
        <StatusSelect
          label={t('target')}
          required
          readOnly={readOnly}
          allowDeselect={false}
          statuses={statuses.filter(({ id }) => id !== statusId)}
          {...form.getInputProps('overdueStatusId')}
          value={form.values.overdueStatusId || null}
          error={form.errors['onOverdue.statusId'] ?? form.errors.overdueStatusId}
        />
      </LimitFields>
    </Card>
  );
}
