import { Text } from '@mantine/core';
import { money } from '../i18n/format';
import { useTexts } from './texts';
import { TwoLines } from './two-lines';

interface Props {
  /** Decimal strings. */
  sum: string;
  ordered: string;
  isStrong?: boolean;
  /** In a cell of a list, where there is no room beside it. */
  isInList?: boolean;
}

/** The sum that counts; where more was ordered, of how much. */
export function DecidedSum({ sum, ordered, isStrong, isInList }: Props) {
  const t = useTexts();
  const ofOrdered = Number(sum) !== Number(ordered) && t('ofOrdered', { sum: money(ordered) });
  if (isInList) return <TwoLines first={money(sum)} second={ofOrdered} />;
  return (
    <Text size="sm" span fw={isStrong ? 700 : undefined} style={{ whiteSpace: 'nowrap' }}>
      {money(sum)}
      {ofOrdered && (
        <Text size="xs" c="dimmed" span fw={400}>
          {' '}
          {ofOrdered}
        </Text>
      )}
    </Text>
  );
}
