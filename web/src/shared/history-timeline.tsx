import { Button, Text, Timeline } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { number } from '../i18n/format';
import { useTexts } from './texts';

/** As much as somebody reads; a page with all that a program did to an order in weeks would hardly move. */
const SHOWN = 50;

interface Props<T> {
  /** Newest first. */
  entries: T[];
  /** Older ones that the service left out. */
  omitted: number;
  className?: string;
  children(entry: T): ReactNode;
}

/** What happened, of which the newest is shown at first. */
export function HistoryTimeline<T>({ entries, omitted, className, children }: Props<T>) {
  const t = useTexts();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? entries : entries.slice(0, SHOWN);
  const hidden = entries.length - shown.length;
  return (
    <>
      <Timeline bulletSize={12} lineWidth={2} className={className}>
        {shown.map((entry, index) => (
          <Timeline.Item key={entries.length - index}>{children(entry)}</Timeline.Item>
        ))}
      </Timeline>
      {hidden > 0 && (
        <Button variant="subtle" size="compact-sm" mt="sm" onClick={() => setIsWhole(true)}>
          {t('showEarlier', { count: number(hidden) })}
        </Button>
      )}
      {hidden === 0 && omitted > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('entriesOmitted', { count: number(omitted) })}
        </Text>
      )}
    </>
  );
}
