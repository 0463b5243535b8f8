import { Text } from '@mantine/core';
import { money, shortMoney } from '../i18n/format';
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
  const inWords = isInList ? shortMoney : money;
  const isOfMore = Number(sum) !== Number(ordered);
  const ofOrdered = isOfMore && t('ofOrdered', { sum: inWords(ordered) });
  if (isInList) {
    const whole = [money(sum), isOfMore && t('ofOrdered', { sum: money(ordered) })].filter(Boolean).join(' ');
    return <TwoLines first={shortMoney(sum)} second={ofOrdered} title={whole} />;
  }
  return (
    <Text size="sm" span fw={isStrong ? 700 : undefined}>
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
