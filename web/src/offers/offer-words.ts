import type { Schemas } from '../api/client';
import { dateTime, money, percent } from '../i18n/format';
import { text as t } from './texts';

type Offer = Schemas['OfferView'];

/** Percent by which an offer's price is above the order's, one place; null where there is nothing to be compared with. */
export function deviationOf(price: string, ordered: string): number | null {
  const wanted = Number(ordered);
  return wanted === 0 ? null : Math.round(((Number(price) - wanted) / wanted) * 1_000) / 10;
}

/** «дороже на 4 %»; "" where there is nothing to be compared with. */
export function deviationInWords(deviation: number | null): string {
  if (deviation === null) return '';
  if (deviation === 0) return t('samePrice');
  return t(deviation > 0 ? 'dearer' : 'cheaper', { percent: percent(Math.abs(deviation)) });
}

/** « (−10,1 %)»; "" where there is nothing to tell. */
function signed(deviation: number | null): string {
  if (!deviation) return '';
  return ` (${deviation > 0 ? '+' : '−'}${percent(Math.abs(deviation))})`;
}

/** How many pieces are free, and of how many where open orders hold some. */
function stockInWords({ free, stock, isAtLeast }: Offer): string {
  if (free < stock) return t('freeOf', { free, stock });
  return isAtLeast ? t('atLeast', { stock }) : t('free', { free });
}

function daysInWords({ deliveryDaysMin: min, deliveryDaysMax: max }: Offer): string {
  if (max === 0) return t('today');
  return min === max ? t('day', { max }) : t('days', { min, max });
}

/** All of an offer but its part, in the sequence in which it is looked at. */
export function offerInWords(offer: Offer): string[] {
  const { priceListName, price, deviation, multiplicity, isStale } = offer;
  return [
    stockInWords(offer),
    money(price) + signed(deviation),
    daysInWords(offer),
    multiplicity > 1 ? t('byPieces', { multiplicity }) : '',
    priceListName,
    isStale ? t('stale') : '',
  ].filter(Boolean);
}

/** How old the offer is, and why not all of it is free. */
export function offerTitle({ listedAt, free, stock, brand, article, name, deviation }: Offer): string {
  const rest = free < stock ? t('promised') : '';
  return [
    `${brand} ${article} ${name}`.trim(),
    deviationInWords(deviation),
    t('listedAt', { time: dateTime(listedAt) }),
    rest,
  ]
    .filter(Boolean)
    .join('; ');
}
