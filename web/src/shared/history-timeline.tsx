import { Button, Text, Timeline } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { number } from '../i18n/format';
import { useTexts } from './texts';

/** As much as somebody reads; a page with all that a program did to an order in weeks would hardly move. */
const SHOWN = 50;

interface Props {
  /** `Timeline.Item`s, newest first. */
  items: ReactElement[];
  /** Older entries that the service left out. */
  omitted: number;
  className?: string;
}

/** What happened, of which the newest is shown at first. */
export function HistoryTimeline({ items, omitted, className }: Props) {
  const t = useTexts();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? items : items.slice(0, SHOWN);
  return (
    <>
      <Timeline bulletSize={12} lineWidth={2} className={className}>
        {shown}
      </Timeline>
      {shown.length < items.length && (
        <Button variant="subtle" size="compact-sm" mt="sm" onClick={() => setIsWhole(true)}>
          {t('showEarlier', { count: number(items.length - shown.length) })}
        </Button>
      )}
      {shown.length === items.length && omitted > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('entriesOmitted', { count: number(omitted) })}
        </Text>
      )}
    </>
  );
}
