import type { OrderItem } from '../../orders/orders/order.entity.js';
import { piecesOfLines, type StatusLine } from './line-pieces.js';

const [WORK, ARRIVED, ISSUED, BY_HAND] = [1, 2, 3, 4];

const item = (id: number, quantity: number, statusId: number) => ({ id, quantity, statusId }) as OrderItem;
const line = (quantity: number, statusId: number, beforeId?: number): StatusLine => {
  return { quantity, statusId, beforeId, isChanged: statusId !== beforeId };
};
/** `status: item×pieces …` */
const found = (items: OrderItem[], lines: StatusLine[]) =>
  [...piecesOfLines(items, lines)].map(
    ([status, pieces]) => `${status}: ${[...pieces].map(([{ id }, quantity]) => `${id}×${quantity}`).join(' ')}`,
  );

describe('pieces of a position follow its lines over there', () => {
  it('all of them where it has one line', () => {
    expect(found([item(1, 4, WORK)], [line(4, ARRIVED, WORK)])).toEqual(['2: 1×4']);
    expect(found([item(1, 2, WORK), item(2, 2, BY_HAND)], [line(4, ARRIVED)])).toEqual(['2: 1×2 2×2']);
  });

  it('no more than will be delivered', () => {
    expect(found([item(1, 4, WORK)], [line(3, ARRIVED, WORK)])).toEqual(['2: 1×3']);
  });

  it('not those that are there already', () => {
    expect(found([item(1, 2, ARRIVED), item(2, 2, WORK)], [line(2, ARRIVED)])).toEqual([]);
    expect(found([item(1, 2, ARRIVED), item(2, 2, WORK)], [line(4, ARRIVED)])).toEqual(['2: 2×2']);
  });

  it('nothing where no line is in another status', () => {
    expect(found([item(1, 4, BY_HAND)], [line(4, ARRIVED, ARRIVED)])).toEqual([]);
  });

  it('of two lines each its own', () => {
    expect(found([item(1, 4, WORK)], [line(2, ARRIVED, WORK), line(2, WORK, WORK)])).toEqual(['2: 1×2']);
    const divided = [item(1, 2, WORK), item(2, 2, ARRIVED)];
    expect(found(divided, [line(2, ISSUED, ARRIVED), line(2, WORK, WORK)])).toEqual(['3: 2×2']);
    expect(found(divided, [line(2, ARRIVED, ARRIVED), line(2, ARRIVED, WORK)])).toEqual(['2: 1×2']);
    expect(found([item(1, 4, WORK)], [line(2, ARRIVED, WORK), line(2, ISSUED, WORK)])).toEqual(['2: 1×2', '3: 1×2']);
  });

  it('of what was split off those that the other line does not have', () => {
    expect(found([item(1, 4, WORK)], [line(2, WORK, WORK), line(2, ARRIVED)])).toEqual(['2: 1×2']);
    expect(found([item(1, 4, WORK)], [line(3, WORK, WORK), line(2, ARRIVED)])).toEqual(['2: 1×1']);
    const parts = [line(1, WORK, WORK), line(1, ARRIVED), line(2, ISSUED)];
    expect(found([item(1, 3, WORK), item(2, 1, WORK)], parts)).toEqual(['2: 1×1', '3: 1×2']);
  });

  it('leaves alone what another line has put where it is', () => {
    expect(found([item(1, 4, ARRIVED)], [line(4, ARRIVED, ARRIVED), line(2, ISSUED)])).toEqual([]);
  });
});
