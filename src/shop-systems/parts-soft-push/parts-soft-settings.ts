export const OFFER_CHOICES = ['cheapest', 'fastest'] as const;
export type OfferChoice = (typeof OFFER_CHOICES)[number];

/** What an administrator chooses for the push into a shop's PARTS SOFT; the key is the exchange's password. */
export interface PartsSoftSettings {
  /** The shop's site, e.g. `https://shop.example`; "" = not said yet. */
  apiUrl: string;
  /** Where offers are looked for, behind that address. */
  searchPath: string;
  /** Which of the offers of a part that have enough is taken. */
  offer: OfferChoice;
  /** Percent that an offer may be above the order's price; null = whatever it costs. */
  maxPriceDeviation: number | null;
  pollSeconds: number;
  /** Pieces that PARTS SOFT will not deliver are refused without a person. */
  applyMissingLines: boolean;
}

export const DEFAULT_PARTS_SOFT_SETTINGS: PartsSoftSettings = {
  apiUrl: '',
  searchPath: '/api/v1/search',
  offer: 'cheapest',
  maxPriceDeviation: 0,
  pollSeconds: 600,
  applyMissingLines: false,
};
