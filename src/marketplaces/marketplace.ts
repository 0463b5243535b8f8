/** The services that the product can be connected to. */
export const MARKETPLACES = [{ code: 'gettzap', name: 'GettZap' }] as const;

export type MarketplaceCode = (typeof MARKETPLACES)[number]['code'];

export const MARKETPLACE_CODES: MarketplaceCode[] = MARKETPLACES.map(({ code }) => code);
