import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { countedRows } from '../i18n/format';
import { useWords } from '../i18n/words';
import { useBoundedRun } from '../shared/bounded-run';
import { BoundedRunDialog } from '../shared/bounded-run-dialog';
import type { ListState } from '../shared/list-state';
import { reasonInWords } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import { useRegionChoice, useRegionName } from '../shell/regions';
import { MessageChips, type MessageQuery } from './message-filters';
import { type Outcome, OUTCOMES } from './outcome-badge';
import { useTexts } from './texts';

type Filter = Schemas['GettzapMessageFilter'];
type Step = Schemas['ReprocessedView'];

/** Processes everything that matches the list's filters: how many first, then the progress, then what came of it. */
export function ReprocessAll({ list, onClose }: { list: ListState<MessageQuery>; onClose(): void }) {
  const t = useTexts();
  const { regionId } = useRegionChoice();
  const { outcome, connectionId, from, to } = list.filters;
  const chosen = Object.entries({ outcome, connectionId, regionId, from, to }).filter(([, value]) => value);
  const filter = Object.fromEntries(chosen) as Filter;
  const run = useBoundedRun<Step>(async (after) => {
    const step = await call(api.POST('/api/gettzap-messages/reprocess', { body: { filter, after } }));
    void outOfDate('gettzap-messages');
    return step;
  });
  return (
    <BoundedRunDialog
      title={t('bulk.title')}
      run={run}
      progress={t('bulk.progress')}
      question={<Question list={list} filter={filter} onStart={run.start} onClose={onClose} />}
      results={<Results steps={run.steps} />}
      onClose={onClose}
    />
  );
}

interface QuestionProps {
  list: ListState<MessageQuery>;
  filter: Filter;
  onStart(): void;
  onClose(): void;
}

function Question({ list, filter, onStart, onClose }: QuestionProps) {
  const t = useTexts();
  const shared = useSharedTexts();
  const words = useWords();
  const isOnline = useIsOnline();
  const { regionId } = useRegionChoice();
  const regionName = useRegionName();
  const query = { ...filter, perPage: 1 };
  const { data, error } = useQuery({
    queryKey: ['gettzap-messages', 'count', query],
    queryFn: ({ signal }) => call(api.GET('/api/gettzap-messages', { params: { query }, signal })),
    staleTime: 0,
  });
  const count = data?.meta.total ?? 0;
  return (
    <Stack gap="sm">
      <Text size="sm">{t('bulk.hint')}</Text>
      {regionName(regionId) && <Text size="sm">{`${words('region')}: ${regionName(regionId)}`}</Text>}
      {list.hasFilters ? (
        <MessageChips list={list} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('bulk.noFilter')}
        </Text>
      )}
      {error ? (
        <Alert color="red">{reasonInWords(error)}</Alert>
      ) : (
        <Text size="sm" fw={600} aria-live="polite">
          {data ? t('bulk.matched', countedRows(count)) : t('bulk.counting')}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {shared('cancel')}
        </Button>
        <Button onClick={onStart} disabled={count === 0 || !isOnline}>
          {t('bulk.start', countedRows(count))}
        </Button>
      </Group>
    </Stack>
  );
}

function Results({ steps }: { steps: Step[] }) {
  const t = useTexts();
  const words = useWords();
  const counts = new Map<string, number>();
  for (const { results } of steps) {
    for (const [name, count] of Object.entries(results)) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  if (counts.size === 0) return null;
  const nameOf = (result: string) =>
    OUTCOMES.includes(result as Outcome)
      ? words(`messageOutcome.${result as Outcome}`)
      : t(`result.${result as 'not_found'}`);
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('bulk.came')}
      </Text>
      <List size="sm">
        {[...counts].map(([name, count]) => (
          <List.Item key={name}>{t('bulk.result', { name: nameOf(name), count })}</List.Item>
        ))}
      </List>
    </div>
  );
}
