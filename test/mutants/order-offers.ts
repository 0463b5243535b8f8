import { embedded, type Mutant, unit } from './mutant.js';

const OFFERS = 'offers/order-offers/order-offers.service.ts';
const MEASURED = 'offers/order-offers/offered-position.ts';
const PROMISED = 'offers/order-offers/promised-stock.ts';
const LISTS = 'offers/price-lists/price-list-offers.service.ts';

const offers = (name: string) => embedded('/offers.engines', name);

/** Rules of offers beside positions. */
export const ORDER_OFFERS: Mutant[] = [
  {
    rule: 'offers are of the order’s region',
    file: LISTS,
    find: 'list.regionId === regionId && list.liveImportId',
    replace: 'list.liveImportId',
    killedBy: offers('are of the order’s region alone'),
  },
  {
    rule: 'offers are of the position’s brand',
    file: LISTS,
    find: "part.brandKey === '' || canonicalKey(directory, brandKey) === part.brandKey",
    replace: 'true',
    killedBy: offers('are those of the part, by whatever spelling'),
  },
  {
    rule: 'what a list has is less by what open orders hold',
    file: MEASURED,
    find: 'offer.stock - promised(offer)',
    replace: 'offer.stock',
    killedBy: unit('offers/order-offers/offered-position'),
  },
  {
    rule: 'an item that was handed out holds no stock',
    file: PROMISED,
    find: "new Set(['processing', 'arrived'])",
    replace: "new Set(['processing', 'arrived', 'issued'])",
    killedBy: offers('are promised once'),
  },
  {
    rule: 'stock stays promised when a list is renewed and spells the brand otherwise',
    file: LISTS,
    find: '${canonicalKey(directory, brandKey)}',
    replace: '${brandKey}',
    killedBy: offers('stay promised when their list is renewed'),
  },
  {
    rule: 'an offer of a replaced file is none',
    file: OFFERS,
    find: 'return offer ? chosen(offer) : null;',
    replace: 'return chosen(offer ?? offers[index]![0]!);',
    killedBy: offers('are refused by name, and nothing is decided: one of a file that was replaced'),
  },
  {
    rule: 'a decision that is undone takes its offer away',
    file: 'orders/external-orders/external-order-store.service.ts',
    find: 'refusalReason: null,\n  offer: null,',
    replace: 'refusalReason: null,',
    killedBy: offers('are not the position’s any more when the decision is undone'),
  },
  {
    rule: 'a refused position keeps no offer',
    file: 'orders/external-orders/deciding.service.ts',
    find: 'position.offer = acceptedQuantity > 0 ? (offers.get(position) ?? null) : null;',
    replace: 'position.offer = null;',
    killedBy: offers('are kept on the item that was accepted with one'),
  },
  {
    rule: 'offers of a list that is too old come last',
    file: MEASURED,
    find: 'offer.isStale ? 1 : 0,',
    replace: '0,',
    killedBy: unit('offers/order-offers/offered-position'),
  },
];
