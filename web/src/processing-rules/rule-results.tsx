import { Text } from '@mantine/core';
import { number } from '../i18n/format';
import { useNow } from '../shared/ago';
import { resultsInWords } from './agreement';
import { type ProcessingRule, useResults } from './processing-rule';
import { useTexts } from './texts';

/** How often people agree with a rule, in a line; nothing of one that decides nothing. */
export function RuleResultsLine({ rule: { id, mode, action } }: { rule: ProcessingRule }) {
  const t = useTexts();
  const now = useNow();
  const { data } = useResults(id);
  if (action.kind === 'leave') return null;
  if (!data || (mode === 'off' && data.decided === 0)) return null;
  return (
    <Text size="sm">
      {resultsInWords(data, now)}
      {data.open > 0 && (
        <Text span inherit c="dimmed">
          {' · '}
          {t('open', { count: number(data.open) })}
        </Text>
      )}
    </Text>
  );
}
