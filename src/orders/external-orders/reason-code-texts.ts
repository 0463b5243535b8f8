import type { ReasonCode } from './rule-verdict.js';

/** Why a processing rule decided, in both languages. The panel shares this file. */
export const REASON_CODE_TEXTS: Record<ReasonCode, Record<'ru' | 'en', string>> = {
  in_stock: { ru: 'есть в наличии', en: 'in stock' },
  partial_stock: { ru: 'есть не всё', en: 'in stock in part' },
  zero_stock: { ru: 'нет остатка', en: 'out of stock' },
  no_offer: { ru: 'нет в прайс-листах', en: 'in no price list' },
  unknown_brand: { ru: 'неизвестный бренд', en: 'unknown brand' },
  stale_list: { ru: 'прайс-лист устарел', en: 'the price list is stale' },
  price_too_high: { ru: 'слишком дорого', en: 'the price is too high' },
  outside_hours: { ru: 'нерабочее время', en: 'outside working hours' },
};
