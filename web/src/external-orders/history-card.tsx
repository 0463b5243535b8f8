import { problemText } from '../../../src/orders/external-orders/problem-text';
import { Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { language } from '../i18n/language';
import { HistoryTimeline } from '../shared/history-timeline';
import { Section } from '../shared/section';
import classes from './detail.module.css';
import { useTexts } from './detail-texts';
import { detailsOf, eventInWords, linesInWords, whoOf } from './history-words';

/** What happened to the external order, newest first. */
export function HistoryCard({
  order: { history, historyOmitted, positions },
}: {
  order: Schemas['ExternalOrderDetail'];
}) {
  const t = useTexts();
  return (
    <Section title={t('history')}>
      <HistoryTimeline entries={history.toReversed()} omitted={historyOmitted}>
        {(entry) => (
          <div className={classes.words}>
            <Text size="sm">{eventInWords(entry)}</Text>
            {linesInWords(entry, positions).map((line) => (
              <Text key={line} size="sm">
                {line}
              </Text>
            ))}
            {detailsOf(entry).problems?.map((problem) => (
              <Text key={problem.path} size="sm" c="dimmed">
                {problemText(problem, language())}
              </Text>
            ))}
            {entry.comment && (
              <Text size="sm" c="dimmed">
                «{entry.comment}»
              </Text>
            )}
            <Text size="xs" c="dimmed">
              {dateTime(entry.at)} · {whoOf(entry)}
              {entry.version > 1 && ` · ${t('version')} ${entry.version}`}
            </Text>
          </div>
        )}
      </HistoryTimeline>
    </Section>
  );
}
