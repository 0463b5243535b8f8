import { Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { dateTime, money } from '../i18n/format';
import { useTexts } from './texts';

/** What a position was accepted with, as it was then. */
export function ChosenOffer({ offer }: { offer: Schemas['ChosenOfferView'] | null }) {
  const t = useTexts();
  if (!offer) return null;
  const { priceListName: list, price, stock, brand, article, name, listedAt } = offer;
  return (
    <Text size="xs" c="dimmed" title={t('chosenTitle', { brand, article, name, time: dateTime(listedAt) })}>
      {t('chosen', { list, price: money(price), stock })}
    </Text>
  );
}
