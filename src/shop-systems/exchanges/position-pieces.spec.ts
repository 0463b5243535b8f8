import fc from 'fast-check';
import type { OrderItem } from '../../orders/orders/order.entity.js';
import { positionsByLine, presentPieces, takePieces } from './position-pieces.js';

const anyItems = fc
  .array(fc.record({ positionId: fc.integer({ min: 1, max: 3 }), quantity: fc.integer({ min: 1, max: 9 }) }))
  .map((items) => items.map((item, index) => ({ ...item, id: index + 1 }) as OrderItem));

const piecesOf = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + count, 0);

describe('taking pieces of items', () => {
  it('finds as many as are asked for, or all that there are', () => {
    fc.assert(
      fc.property(anyItems, fc.array(fc.nat(30), { maxLength: 4 }), (items, asked) => {
        const taken = new Map<OrderItem, number>();
        for (const quantity of asked) takePieces(items, quantity, taken);
        const there = piecesOf(items.map(({ quantity }) => quantity));
        expect(piecesOf(taken.values())).toBe(Math.min(piecesOf(asked), there));
        for (const [item, quantity] of taken) {
          expect(quantity).toBeGreaterThan(0);
          expect(quantity).toBeLessThanOrEqual(item.quantity);
        }
      }),
    );
  });

  it('begins with the first', () => {
    const [first, second] = [1, 2].map((id) => ({ id, quantity: 2 }) as OrderItem);
    const taken = new Map<OrderItem, number>();
    takePieces([first!, second!], 3, taken);
    expect(presentPieces(taken)).toEqual([
      { id: '1', quantity: 2 },
      { id: '2', quantity: 1 },
    ]);
  });
});

describe('the positions that a line is about', () => {
  const parts = [
    { positionId: 11, brand: 'BOSCH', number: '1-2' },
    { positionId: 12, brand: 'BOSCH', number: '12' },
    { positionId: 13, brand: 'ATE', number: '34' },
  ];
  const positionsOf = positionsByLine(parts, ({ brand, number }) => `${brand}-${number.replace('-', '')}`);
  const line = (key: string, number = '') => ({ key, number, name: '', quantity: 1 });

  it.each([
    ['the id of a position', line('12', '34'), [12]],
    ['the key of a part', line('BOSCH-12', '34'), [11, 12]],
    ['the part of a line that has a key of its own', { ...line('#7', '12'), partKey: 'ATE-34' }, [13]],
    ['a number, however it is typed', line('card-7', '3 4'), [13]],
    ['nothing that is known', line('card-7', '35'), []],
    ['nothing at all', line(''), []],
  ])('are found by %s', (_, given, expected) => {
    expect(positionsOf(given)).toEqual(expected);
  });

  it('are none where neither has a number', () => {
    expect(positionsByLine([{ positionId: 1, brand: '', number: '--' }], () => 'key')(line('card-7'))).toEqual([]);
  });
});
