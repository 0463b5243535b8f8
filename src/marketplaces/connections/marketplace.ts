/** The services that the product can be connected to. */
export const MARKETPLACES = [{ code: 'gettzap', name: 'GettZap' }] as const;

export type MarketplaceCode = (typeof MARKETPLACES)[number]['code'];

/** A delivery channel is called as the marketplace to whose connections it sends; other channels speak to somebody else. */
export function marketplaceName(channel: string): string | undefined {
  return MARKETPLACES.find(({ code }) => code === channel)?.name;
}

export const MARKETPLACE_CODES: MarketplaceCode[] = MARKETPLACES.map(({ code }) => code);
