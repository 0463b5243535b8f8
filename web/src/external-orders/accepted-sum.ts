import type { Schemas } from '../api/client';

type Order = Pick<Schemas['ExternalOrderSummary'], 'total'> & {
  positions: Array<Pick<Schemas['PositionView'], 'state' | 'price' | 'acceptedQuantity'>>;
};

/** What of an external order was accepted so far, as a decimal string; while nothing is decided, all of it. */
export function acceptedSum({ total, positions }: Order): string {
  if (!positions.some(({ state }) => state === 'accepted' || state === 'refused')) return total;
  const accepted = positions.filter(({ state }) => state === 'accepted');
  const kopecks = accepted.map(({ price, acceptedQuantity }) => Math.round(Number(price) * 100) * acceptedQuantity);
  return (kopecks.reduce((sum, each) => sum + each, 0) / 100).toFixed(2);
}
