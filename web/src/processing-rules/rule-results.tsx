import { Text } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { number } from '../i18n/format';
import { useNow } from '../shared/ago';
import { resultsInWords } from './agreement';
import { type ProcessingRule, useResults } from './processing-rule';
import { useTexts } from './texts';

/** How often people agree with a rule, in a line; nothing of one that decides nothing. */
export function RuleResultsLine({ rule: { id, mode, action } }: { rule: ProcessingRule }) {
  const t = useTexts();
  const now = useNow();
  // A connection may have a hundred rules, and all of them would be asked for again with each order.
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const { data } = useResults(id, inViewport);
  if (action.kind === 'leave') return null;
  const isNothing = !data || (mode === 'off' && data.decided === 0);
  return (
    <Text size="sm" ref={ref}>
      {!isNothing && resultsInWords(data, now)}
      {!isNothing && data.open > 0 && (
        <Text span inherit c="dimmed">
          {' · '}
          {t('open', { count: number(data.open) })}
        </Text>
      )}
    </Text>
  );
}
