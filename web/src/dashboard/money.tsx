import { Card, SimpleGrid, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { exactDuration, money, percent } from '../i18n/format';
import classes from './counters.module.css';
import { listOf } from './links';
import { useTexts } from './texts';

type Dashboard = Schemas['DashboardView'];

/** What came in on the chosen days: accepted and refused in money, and how long it waited for a decision. */
export function Money({ data, days }: { data: Dashboard; days: number }) {
  const t = useTexts();
  const { accepted, refused, acceptedPercent } = data.money;
  const { decisionMedianSeconds: seconds, decidedInTimePercent: inTime } = data;
  const decided = 'accepted,partially_accepted,refused';
  return (
    <SimpleGrid cols={{ base: 2, lg: inTime === null ? 4 : 5 }} role="group" aria-label={t('money', { days })}>
      <Figure
        label={t('acceptedSum')}
        value={money(accepted)}
        tone={Number(accepted) > 0 ? 'teal' : undefined}
        href={listOf(data, { state: 'accepted,partially_accepted,partially_decided' })}
      />
      <Figure
        label={t('refusedSum')}
        value={money(refused)}
        tone={Number(refused) > 0 ? 'red' : undefined}
        href={listOf(data, { state: 'refused,partially_accepted,partially_decided' })}
      />
      <Figure
        label={t('acceptedShare')}
        hint={t('acceptedShareHint')}
        value={acceptedPercent === null ? '—' : percent(acceptedPercent)}
        href={listOf(data, { state: decided })}
      />
      <Figure
        label={t('median')}
        hint={t('medianHint')}
        value={seconds === null ? '—' : exactDuration(seconds)}
        href={listOf(data, { state: `${decided},partially_decided` })}
      />
      {inTime !== null && (
        <Figure
          label={t('inTime')}
          value={percent(inTime)}
          href={listOf(data, { state: `${decided},partially_decided` })}
        />
      )}
    </SimpleGrid>
  );
}

interface FigureProps {
  label: string;
  hint?: string;
  value: string;
  tone?: 'teal' | 'red';
  href: string;
}

function Figure({ label, hint, value, tone, href }: FigureProps) {
  return (
    <Card component={Link} href={href} padding="md" className={classes.counter}>
      <Text size="sm" c="dimmed">
        {label}
        {hint && `, ${hint}`}
      </Text>
      <div className={classes.fitted}>
        <Text className={classes.amount} data-tone={tone} style={{ '--length': value.length }}>
          {value}
        </Text>
      </div>
    </Card>
  );
}
