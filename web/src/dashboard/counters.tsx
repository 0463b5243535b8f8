import { Card, SimpleGrid, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { number } from '../i18n/format';
import { useNow } from '../shared/ago';
import classes from './counters.module.css';
import { useTexts } from './texts';

const MINUTE_MS = 60_000;

interface Counter {
  label: string;
  hint?: string;
  count: number;
  href: string;
  /** How it looks when there is something to do. */
  tone: 'indigo' | 'orange' | 'red';
}

/** What is to be done now; each number leads to what it counts. */
export function Counters({ data }: { data: Schemas['DashboardView'] }) {
  const t = useTexts();
  const { counters, waitingLongMinutes: minutes } = data;
  const longAgo = new Date(useNow() - minutes * MINUTE_MS).toISOString();
  const shown: Counter[] = [
    { label: t('new'), count: counters.new, href: '/external-orders?state=new', tone: 'indigo' },
    {
      label: t('waitingLong', { minutes }),
      count: counters.waitingLong,
      href: `/external-orders?state=new,partially_decided&to=${encodeURIComponent(longAgo)}`,
      tone: 'orange',
    },
    ...(counters.overdue === null
      ? []
      : [
          {
            label: t('overdue'),
            count: counters.overdue,
            href: '/external-orders?overdue=true&sort=timeLeft',
            tone: 'red' as const,
          },
        ]),
    {
      label: t('needsAttention'),
      count: counters.needsAttention,
      href: '/external-orders?state=needs_attention',
      tone: 'orange',
    },
    {
      label: t('cancelledByClient'),
      hint: t('cancelledHint'),
      count: counters.cancelledByClient,
      href: '/external-orders?cancelledLately=true',
      tone: 'red',
    },
    {
      label: t('undelivered'),
      count: counters.undelivered,
      href: '/gettzap-notifications?state=dead,retrying',
      tone: 'red',
    },
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: shown.length }} role="group" aria-label={t('counters')}>
      {shown.map(({ label, hint, count, href, tone }) => (
        <Card key={label} component={Link} href={href} padding="md" className={classes.counter}>
          <Text size="sm" c="dimmed">
            {label}
            {hint && ` ${hint}`}
          </Text>
          <Text className={classes.number} data-tone={count > 0 ? tone : undefined}>
            {number(count)}
          </Text>
        </Card>
      ))}
    </SimpleGrid>
  );
}
