import { Alert, SimpleGrid, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../api/client';
import { StatusSelect } from '../../order-statuses/status-select';
import { type OrderStatus, useStatuses } from '../../order-statuses/use-statuses';
import { notifyFailure } from '../../shared/notify';
import { Loaded } from '../../shared/page-states';
import { StepFooter } from '../../wizard/step-footer';
import { StepForm } from '../../wizard/step-form';
import { useTexts as useExchangeTexts } from '../texts';
import { useSetMeanings } from '../use-assign';
import { type ExchangeStatus, namesakeOf, useExchangeStatuses } from '../use-exchange-statuses';
import { useTexts } from './texts';
import type { StepProps } from './steps';

/** Says what the statuses of the directory over there mean here, as far as their names do not. */
export function StatusesStep(props: StepProps) {
  const { exchange, onBack, onNext, onLater } = props;
  const t = useTexts();
  const words = useExchangeTexts();
  const known = useExchangeStatuses(exchange.id);
  const { data: statuses } = useStatuses();
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('statusesHint')}
      </Text>
      <Loaded query={known}>
        {(all) =>
          all.length > 0 && statuses ? (
            <Meanings {...props} known={all} statuses={statuses} />
          ) : (
            <>
              <Alert color="gray" role="note">
                {words('statuses.directory')}
              </Alert>
              <StepFooter onBack={onBack} onNext={onNext} onLater={onLater} />
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}

interface Props extends StepProps {
  known: ExchangeStatus[];
  statuses: OrderStatus[];
}

function Meanings({ exchange, known: knownNow, statuses, onBack, onNext, onLater }: Props) {
  const words = useExchangeTexts();
  // As the form began with them: what somebody else says meanwhile was not changed here.
  const [known] = useState(knownNow);
  const form = useForm<{ meanings: Array<string | null> }>({
    initialValues: { meanings: known.map(({ statusId }) => statusId) },
  });
  const setMeanings = useSetMeanings(exchange.id);
  const save = useMutation({
    mutationFn: async (changed: Array<Schemas['StatusMeaning']>) => {
      if (changed.length > 0) await setMeanings(changed);
    },
    onError: (error) => notifyFailure(error),
  });
  const changedOf = (meanings: Array<string | null>) =>
    known.flatMap(({ value, statusId: before }, index) => {
      const statusId = meanings[index] ?? null;
      return statusId === before ? [] : [{ value, statusId }];
    });
  return (
    <StepForm
      isDirty={form.isDirty()}
      isSaving={save.isPending}
      onSubmit={(goOn) => form.onSubmit(({ meanings }) => save.mutate(changedOf(meanings), { onSuccess: goOn }))}
      onBack={onBack}
      onNext={onNext}
      onLater={onLater}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {known.map((row, index) => {
          const same = namesakeOf(row, statuses);
          return (
            <StatusSelect
              key={row.value}
              label={row.name || row.value}
              placeholder={same ? words('statuses.byName', { name: same.name }) : words('statuses.notChosen')}
              statuses={statuses}
              clearable
              clearButtonProps={{ 'aria-label': words('statuses.clear') }}
              {...form.getInputProps(`meanings.${index}`)}
              value={form.values.meanings[index] ?? null}
            />
          );
        })}
      </SimpleGrid>
    </StepForm>
  );
}
