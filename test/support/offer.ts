import type { PriceListOffer } from '../../src/offers/price-lists/price-list-offers.service.js';

/** A row of a price list as it is looked up; tests change what they are about. */
export const OFFER: PriceListOffer = {
  id: '1-1',
  line: 1,
  part: '1 OC90 MAHLE',
  priceListId: 1,
  priceListName: 'Склад',
  isOwnStock: false,
  articleKey: 'OC90',
  brandKey: 'MAHLE',
  brand: 'MAHLE',
  article: 'OC 90',
  name: 'Фильтр',
  priceMinor: 90_000,
  stock: 10,
  isAtLeast: false,
  multiplicity: 1,
  deliveryDaysMin: 1,
  deliveryDaysMax: 2,
  listedAt: new Date('2026-11-24T06:00:00Z'),
  isStale: false,
};
