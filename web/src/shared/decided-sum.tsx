import { Text } from '@mantine/core';
import { money } from '../i18n/format';
import { useTexts } from './texts';

/** The sum that counts; where more was ordered, of how much. Both are decimal strings. */
export function DecidedSum({ sum, ordered, isStrong }: { sum: string; ordered: string; isStrong?: boolean }) {
  const t = useTexts();
  return (
    <Text size="sm" span fw={isStrong ? 700 : undefined} style={{ whiteSpace: 'nowrap' }}>
      {money(sum)}
      {Number(sum) !== Number(ordered) && (
        <Text size="xs" c="dimmed" span fw={400}>
          {' '}
          {t('ofOrdered', { sum: money(ordered) })}
        </Text>
      )}
    </Text>
  );
}
