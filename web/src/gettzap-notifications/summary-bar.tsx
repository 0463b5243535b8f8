import { Card, Group, Skeleton, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { number, timeOfDay } from '../i18n/format';
import { StackedColumns } from '../shared/stacked-columns';
import classes from './summary-bar.module.css';
import { useTexts } from './texts';

type Summary = Schemas['NotificationSummaryView'];
type Bucket = Summary['buckets'][number];
type Part = (typeof PARTS)[number];

/** From below upwards, and the states that each filters by. */
const PARTS = ['delivered', 'waiting', 'dead', 'cancelled'] as const;
const STATES: Record<Part, string> = {
  delivered: 'delivered',
  waiting: 'pending,sending,retrying',
  dead: 'dead',
  cancelled: 'cancelled',
};
const COLORS: Record<Part, string> = {
  delivered: 'var(--mantine-color-green-6)',
  waiting: 'var(--mantine-color-yellow-5)',
  dead: 'var(--mantine-color-red-7)',
  cancelled: 'var(--mantine-color-gray-5)',
};
const HEIGHT = 56;
const HOUR_MS = 3_600_000;

interface Props {
  query: { connectionId?: string; regionId?: string };
  onChoose(filter: { state: string; from: string }): void;
}

/** How sending went in the last 24 hours, an hour a column; a number leads to what it counts. */
export function SummaryBar({ query, onChoose }: Props) {
  const t = useTexts();
  const { data, isError } = useQuery({
    queryKey: ['gettzap-notifications', 'summary', query],
    queryFn: ({ signal }) => call(api.GET('/api/gettzap-notifications/summary', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  // The list below says that it failed.
  if (!data && isError) return null;
  if (!data) return <Skeleton height={HEIGHT + 58} radius="md" mb="md" />;
  const totals = PARTS.map((part) => ({ part, count: data.buckets.reduce((sum, bucket) => sum + bucket[part], 0) }));
  const isEmpty = totals.every(({ count }) => count === 0);
  const allDead = data.open.dead;
  return (
    <Card padding="sm" mb="md" component="section" aria-label={t('summary.title')}>
      <Group justify="space-between" align="flex-end" gap="md">
        <div>
          <Text size="xs" c="dimmed" mb={4}>
            {isEmpty ? t('summary.empty') : t('summary.title')}
          </Text>
          <Group gap="md">
            {totals
              .filter(({ part, count }) => count > 0 || (part !== 'cancelled' && !isEmpty))
              .map(({ part, count }) => (
                <UnstyledButton
                  key={part}
                  className={classes.legend}
                  onClick={() => onChoose({ state: STATES[part], from: data.from })}
                >
                  <span className={classes.dot} style={{ background: COLORS[part] }} />
                  <Text span fw={650}>
                    {number(count)}
                  </Text>
                  <Text span size="sm" c="dimmed">
                    {t(`summary.${part}`)}
                  </Text>
                </UnstyledButton>
              ))}
            {allDead > (totals.find(({ part }) => part === 'dead')?.count ?? 0) && (
              <UnstyledButton className={classes.legend} onClick={() => onChoose({ state: 'dead', from: '' })}>
                <Text span size="sm" className={classes.all}>
                  {t('summary.allDead', { count: allDead })}
                </Text>
              </UnstyledButton>
            )}
          </Group>
        </div>
        {!isEmpty && <Columns buckets={data.buckets} />}
      </Group>
    </Card>
  );
}

function Columns({ buckets }: { buckets: Bucket[] }) {
  const t = useTexts();
  const hourOf = ({ at }: Bucket) =>
    t('summary.hour', { from: timeOfDay(at), to: timeOfDay(new Date(new Date(at).getTime() + HOUR_MS).toISOString()) });
  const told = (bucket: Bucket) =>
    PARTS.filter((part) => bucket[part] > 0).map((part) =>
      t('summary.of', { name: t(`summary.${part}`), count: bucket[part] }),
    );
  return (
    <div className={classes.chart}>
      <div className={classes.columns}>
        <StackedColumns
          columns={buckets.map((bucket) => {
            const { at, ...counts } = bucket;
            return { key: at, hint: [hourOf(bucket), ...told(bucket)].join(' · '), counts };
          })}
          parts={PARTS.map((name) => ({ name, color: COLORS[name] }))}
          top={Math.max(1, ...buckets.map(sumOf))}
        />
      </div>
      <VisuallyHidden>
        <ul>
          {buckets
            .filter((bucket) => sumOf(bucket) > 0)
            .map((bucket) => (
              <li key={bucket.at}>{[hourOf(bucket), ...told(bucket)].join(', ')}</li>
            ))}
        </ul>
      </VisuallyHidden>
    </div>
  );
}

function sumOf(bucket: Bucket): number {
  return PARTS.reduce((sum, part) => sum + bucket[part], 0);
}
