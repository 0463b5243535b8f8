import { Text } from '@mantine/core';
import { number } from '../i18n/format';
import { useTexts } from './list-texts';

/** That a search did not look everywhere, and what to do about it; nothing when it did. */
export function SearchedNewest({ count }: { count: number | undefined }) {
  const t = useTexts();
  if (count === undefined) return null;
  return (
    <Text size="sm" c="dimmed" mb="sm">
      {t('searchedNewest', { count: number(count) })}
    </Text>
  );
}
