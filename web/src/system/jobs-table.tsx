import { Text } from '@mantine/core';
import { duration } from '../i18n/format';
import { Ago } from '../shared/ago';
import { DataTable } from '../shared/data-table';
import type { System } from './health';
import { LevelIcon } from './health-card';
import { JOB_NAMES } from './job-names';
import { useTexts } from './texts';

type JobState = System['jobs'][number];

const isNamed = (name: string): name is keyof typeof JOB_NAMES.ru => Object.hasOwn(JOB_NAMES.ru, name);

/** What the service does by itself, again and again. */
export function JobsTable({ jobs, scheduler }: Pick<System, 'jobs' | 'scheduler'>) {
  const t = useTexts();
  return (
    <>
      <Text size="sm" mb="sm">
        {scheduler.isAlive ? t('schedulerAlive') : t('schedulerDead')} · {t('lastRun')}:{' '}
        <Ago time={scheduler.lastRunAt} />
      </Text>
      <DataTable<JobState>
        label={t('jobs')}
        rows={jobs}
        rowKey={({ name }) => name}
        columns={[
          {
            key: 'name',
            header: t('job'),
            render: ({ name }) => (
              <>
                <Text size="sm">{isNamed(name) ? t(`jobNames.${name}`) : name}</Text>
                <Text size="xs" c="dimmed">
                  {name}
                </Text>
              </>
            ),
          },
          { key: 'every', header: t('every'), render: ({ everySeconds }) => duration(everySeconds) },
          {
            key: 'lastRun',
            header: t('lastRun'),
            render: ({ lastRunAt }) => (lastRunAt === null ? t('never') : <Ago time={lastRunAt} />),
          },
          {
            key: 'outcome',
            header: t('outcome'),
            render: ({ outcome, error }) =>
              outcome === null ? (
                '—'
              ) : (
                <>
                  <LevelIcon level={outcome === 'ok' ? 'good' : 'bad'} size={20} />{' '}
                  {outcome === 'ok' ? t('jobOk') : `${t('jobFailed')}: ${error}`}
                </>
              ),
          },
        ]}
      />
    </>
  );
}
