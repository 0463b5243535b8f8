import fc from 'fast-check';
import type { OrderItem } from '../../orders/orders/order.entity.js';
import { missingPieces } from './missing-pieces.js';

const partKeyOf = ({ brand, number }: { brand: string; number: string }) => `${brand}-${number}`;
const known = (positionId: number, quantity: number, number = `P${positionId}`) => {
  return { positionId, brand: 'BOSCH', number, quantity };
};
const live = (positionId: number, quantity: number) => ({ positionId, quantity }) as OrderItem;
const line = (number: string, quantity: number) => ({ key: '', number, name: '', quantity });

describe('pieces that are missing', () => {
  it('are those that were known and are not in the document', () => {
    const lines = [known(1, 4), known(2, 2)];
    expect(missingPieces(lines, [live(1, 4), live(2, 2)], [line('P1', 3)], partKeyOf)).toEqual([
      { positionId: 1, quantity: 1, leftQuantity: 3, isAskedByClient: false },
      { positionId: 2, quantity: 2, leftQuantity: 0, isAskedByClient: false },
    ]);
  });

  it('are not those that are given up here anyway', () => {
    expect(missingPieces([known(1, 4)], [live(1, 1), live(1, 2)], [line('P1', 3)], partKeyOf)).toEqual([
      { positionId: 1, quantity: 0, leftQuantity: 3, isAskedByClient: false },
    ]);
  });

  it('are counted over all lines of a part', () => {
    const lines = [known(1, 2, 'P1'), known(2, 3, 'P1')];
    const returned = [line('P1', 1), line('p 1', 3)];
    expect(missingPieces(lines, [live(1, 2), live(2, 3)], returned, partKeyOf)).toEqual([
      { positionId: 1, quantity: 0, leftQuantity: 2, isAskedByClient: false },
      { positionId: 2, quantity: 1, leftQuantity: 2, isAskedByClient: false },
    ]);
  });

  const anyLines = fc.array(fc.record({ part: fc.integer({ min: 1, max: 3 }), quantity: fc.nat(6) }), { maxLength: 5 });

  it('and those that are left add up to what both sides know of, and are never below none', () => {
    fc.assert(
      fc.property(anyLines, anyLines, anyLines, (told, here, returned) => {
        const lines = told.map(({ part, quantity }, index) => known(index + 1, quantity, `P${part}`));
        const items = here.map(({ part, quantity }) => live(part, quantity));
        const there = returned.map(({ part, quantity }) => line(`P${part}`, quantity));
        const missing = missingPieces(lines, items, there, partKeyOf);
        expect(missing.map(({ positionId }) => positionId)).toEqual(lines.map(({ positionId }) => positionId));
        for (const [index, { positionId, quantity, leftQuantity }] of missing.entries()) {
          const ofPosition = items.filter((item) => item.positionId === positionId);
          const present = ofPosition.reduce((sum, item) => sum + item.quantity, 0);
          expect(quantity + leftQuantity).toBe(Math.min(lines[index]!.quantity, present));
          expect(Math.min(quantity, leftQuantity)).toBeGreaterThanOrEqual(0);
        }
        const left = missing.reduce((sum, { leftQuantity }) => sum + leftQuantity, 0);
        expect(left).toBeLessThanOrEqual(there.reduce((sum, { quantity }) => sum + quantity, 0));
      }),
    );
  });
});
