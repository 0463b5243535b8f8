import { Alert, Button, Checkbox, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { useBoundedRun } from '../shared/bounded-run';
import { BoundedRunDialog } from '../shared/bounded-run-dialog';
import type { ListState } from '../shared/list-state';
import { reasonInWords } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import { DeliveryChips, type DeliveryQuery } from './delivery-filters';
import { useTexts } from './texts';

type Filter = Schemas['DeliveryListFilter'];
type Result = Schemas['RetryResultView'];

/** By one call: small enough for the bar to move and a stop to be heard. */
const AT_ONCE = 50;

interface Props {
  list: ListState<DeliveryQuery>;
  /** As the list is filtered, with channel and region. */
  filter: Filter;
  onClose(): void;
}

/** Retries everything that matches the list's filters: how many first, then the progress, then what came of it. */
export function RetryAll({ list, filter, onClose }: Props) {
  const t = useTexts();
  const [force, setForce] = useState(false);
  const ask = (body: Omit<Schemas['RetryDeliveries'], 'filter'>) =>
    call(api.POST('/api/gettzap-notifications/retry', { body: { filter, ...body } }));
  const counted = useQuery({
    queryKey: ['gettzap-notifications', 'retry-count', filter],
    queryFn: () => ask({ dryRun: true }),
    staleTime: 0,
  });
  const run = useBoundedRun<Result>(async (after) => {
    const result = await ask({ after, force, limit: AT_ONCE });
    void outOfDate('gettzap-notifications');
    return result;
  });
  return (
    <BoundedRunDialog
      title={t('bulk.title')}
      run={run}
      progress={t('bulk.progress')}
      question={
        <>
          <Question list={list} counted={counted.data} error={counted.error} force={force} onForce={setForce} />
          <Buttons counted={counted.data} force={force} onStart={run.start} onClose={onClose} />
        </>
      }
      results={<Outcome steps={run.steps} isOver={run.state !== 'running'} />}
      onClose={onClose}
    />
  );
}

interface QuestionProps {
  list: ListState<DeliveryQuery>;
  counted: Result | undefined;
  error: Error | null;
  force: boolean;
  onForce(force: boolean): void;
}

function Question({ list, counted, error, force, onForce }: QuestionProps) {
  const t = useTexts();
  if (error) return <Alert color="red">{reasonInWords(error)}</Alert>;
  if (!counted) return <Text size="sm">{t('bulk.counting')}</Text>;
  const { matched, retried, needConfirmation, endpointGone } = counted;
  const others = matched - retried - needConfirmation - endpointGone;
  return (
    <Stack gap="sm">
      {list.hasFilters ? (
        <DeliveryChips list={list} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('bulk.noFilter')}
        </Text>
      )}
      <Text size="sm" fw={600}>
        {t('bulk.matched', { count: matched })}
      </Text>
      {matched > 0 && (
        <List size="sm" spacing={4}>
          <List.Item>{t('bulk.willRetry', { count: retried + (force ? needConfirmation : 0) })}</List.Item>
          {needConfirmation > 0 && <List.Item>{t('bulk.needConfirmation', { count: needConfirmation })}</List.Item>}
          {endpointGone > 0 && <List.Item>{t('bulk.endpointGone', { count: endpointGone })}</List.Item>}
          {others > 0 && <List.Item>{t('bulk.leftAlone', { count: others })}</List.Item>}
        </List>
      )}
      {needConfirmation > 0 && (
        <Checkbox
          checked={force}
          onChange={(event) => onForce(event.currentTarget.checked)}
          label={t('bulk.force')}
          description={t('bulk.forceHint')}
        />
      )}
    </Stack>
  );
}

function Buttons(props: { counted: Result | undefined; force: boolean; onStart(): void; onClose(): void }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const { counted, force, onStart, onClose } = props;
  const count = counted ? counted.retried + (force ? counted.needConfirmation : 0) : 0;
  return (
    <Group justify="flex-end" mt="lg">
      <Button variant="default" onClick={onClose}>
        {shared('cancel')}
      </Button>
      <Button onClick={onStart} disabled={count === 0 || !isOnline} color={force ? 'red' : undefined}>
        {counted && count === 0 ? t('bulk.nothing') : t('bulk.start', { count })}
      </Button>
    </Group>
  );
}

function Outcome({ steps, isOver }: { steps: Result[]; isOver: boolean }) {
  const t = useTexts();
  const sum = (of: (step: Result) => number) => steps.reduce((total, step) => total + of(step), 0);
  const retried = sum((step) => step.retried);
  const untouched = sum((step) => step.needConfirmation);
  const failed = sum((step) => step.failed);
  const gone = sum((step) => step.endpointGone);
  const others = sum((step) => step.processed) - retried - untouched - gone - failed;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('bulk.retried', { count: retried })}
      </Text>
      {untouched > 0 && <Text size="sm">{t('bulk.untouched', { count: untouched })}</Text>}
      {failed > 0 && <Text size="sm">{t('bulk.failed', { count: failed })}</Text>}
      {gone > 0 && <Text size="sm">{t('bulk.endpointGone', { count: gone })}</Text>}
      {others > 0 && <Text size="sm">{t('bulk.others', { count: others })}</Text>}
      {isOver && retried > 0 && (
        <Text size="sm" c="dimmed">
          {t('bulk.note')}
        </Text>
      )}
    </Stack>
  );
}
