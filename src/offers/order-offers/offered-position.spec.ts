import fc from 'fast-check';
import { OFFER } from '../../../test/support/offer.js';
import type { PriceListOffer } from '../price-lists/price-list-offers.service.js';
import { availabilityOf, bestOf, deviationOf, orderAvailability, type WantedPosition } from './offered-position.js';

const POSITION: WantedPosition = { quantity: 4, priceMinor: 100_000, deliveryDays: 3 };
const NONE = () => 0;
const offersFor = (position: WantedPosition, offers: PriceListOffer[], promised: Parameters<typeof bestOf>[2]) =>
  bestOf(position, { offers, isCut: false }, promised).offers;
const offer = (line: number, change: Partial<PriceListOffer> = {}): PriceListOffer => ({ ...OFFER, line, ...change });

describe('offers of a position', () => {
  it.each<[string, Partial<PriceListOffer>]>([
    ['is of a list that is too old', { isStale: true, stock: 99, priceMinor: 1 }],
    ['has too few pieces', { stock: 3, priceMinor: 1 }],
    ['is sold by three', { multiplicity: 3, priceMinor: 1 }],
    ['comes too late', { deliveryDaysMax: 4, priceMinor: 1 }],
    ['is dearer', { priceMinor: 90_001 }],
    ['comes later', { deliveryDaysMax: 3 }],
  ])('come before one that %s', (_, worse) => {
    const offers = offersFor(POSITION, [offer(1, worse), offer(2)], NONE);
    expect(offers.map(({ line }) => line)).toEqual([2, 1]);
  });

  it('come from the shop’s own stock first', () => {
    const offers = offersFor(POSITION, [offer(1, { priceMinor: 1 }), offer(2, { isOwnStock: true })], NONE);
    expect(offers.map(({ line }) => line)).toEqual([2, 1]);
  });

  it('are the best fifty of very many, and known to be more', () => {
    const many = Array.from({ length: 51 }, (_, index) => offer(index, { priceMinor: 1_000 - index }));
    const { offers, isCut } = bestOf(POSITION, { offers: many, isCut: false }, NONE);
    expect([offers.length, offers[0]!.line, isCut]).toEqual([50, 50, true]);
    expect(bestOf(POSITION, { offers: many.slice(1), isCut: false }, NONE).isCut).toBe(false);
    expect(bestOf(POSITION, { offers: [], isCut: true }, NONE).isCut).toBe(true);
  });

  it('are not measured by days that nobody promised', () => {
    const offers = [offer(1, { deliveryDaysMax: 9, priceMinor: 1 }), offer(2)];
    expect(offersFor({ ...POSITION, deliveryDays: null }, offers, NONE).map(({ line }) => line)).toEqual([1, 2]);
  });

  it('have less by what open orders were promised, and never below nothing', () => {
    const promised = ({ line }: PriceListOffer) => (line === 1 ? 7 : 70);
    const free = offersFor(POSITION, [offer(1), offer(2)], promised).map((each) => [each.line, each.free]);
    expect(free).toEqual([
      [1, 3],
      [2, 0],
    ]);
  });

  it('are told in percent of the position’s price, one place', () => {
    expect(offersFor(POSITION, [offer(1, { priceMinor: 104_049 })], NONE)[0]!.deviation).toBe(4);
    expect([deviationOf(95_000, 100_000), deviationOf(1, 0), deviationOf(0, 5)]).toEqual([-5, null, -100]);
  });

  it('are the same ones in the same sequence, however they come', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            priceMinor: fc.integer({ min: 1, max: 3 }),
            stock: fc.integer({ min: 0, max: 5 }),
            isStale: fc.boolean(),
            isOwnStock: fc.boolean(),
            deliveryDaysMax: fc.integer({ min: 1, max: 4 }),
          }),
        ),
        (changes) => {
          const offers = changes.map((change, line) => offer(line, change));
          const lines = (from: PriceListOffer[]) => offersFor(POSITION, from, NONE).map(({ line }) => line);
          expect(lines([...offers].reverse())).toEqual(lines(offers));
        },
      ),
    ));
});

describe('what of an order there is', () => {
  const of = (...parts: Array<[quantity: number, stock: number | undefined, price?: number, isStale?: boolean]>) =>
    orderAvailability(
      parts.map(([quantity, stock, priceMinor = 100_000, isStale = false], index) => {
        const position = { ...POSITION, quantity };
        const offers = stock === undefined ? [] : [offer(1, { part: String(index), stock, priceMinor, isStale })];
        return { position, offers: offersFor(position, offers, NONE) };
      }),
    );

  it.each([
    [5, 'full'],
    [4, 'full'],
    [3, 'partial'],
    [0, 'none'],
  ])('%s of four pieces is %s', (free, availability) => expect(availabilityOf(4, free)).toBe(availability));

  it('is all where every position has enough', () => {
    expect(of([2, 2], [4, 9])).toEqual({ availability: 'full', deviation: 0, isStale: false });
  });

  it('is a part where one position lacks pieces or has no offer', () => {
    expect(of([2, 2], [4, 3]).availability).toBe('partial');
    expect(of([2, 2], [4, undefined])).toMatchObject({ availability: 'partial', deviation: null });
  });

  it('is nothing where no position has any', () => {
    expect(of([2, 0], [4, undefined]).availability).toBe('none');
  });

  it('is dearer by the sum of all, not by the mean of each', () => {
    expect(of([1, 9, 150_000], [9, 9, 100_000]).deviation).toBe(5);
  });

  it('is in doubt where one of the lists is too old', () => {
    expect(of([2, 2], [4, 9, 100_000, true])).toMatchObject({ availability: 'full', isStale: true });
  });
});
