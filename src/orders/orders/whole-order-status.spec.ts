import { STATUS_GROUPS, StatusGroup } from '../order-statuses/order-status.entity.js';
import { ItemStatus, wholeOrderStatus } from './whole-order-status.js';

/** A directory with every group, and groups with more than one status. */
const DIRECTORY: Record<number, StatusGroup> = {
  1: 'processing',
  2: 'processing',
  3: 'arrived',
  4: 'issued',
  5: 'refused',
  6: 'refused',
  7: 'removed',
};
const [PROCESSING, IN_WORK, ARRIVED, ISSUED, REFUSED, , REMOVED] = Object.keys(DIRECTORY).map(Number) as number[];

const items = (...statusIds: Array<number | undefined>): ItemStatus[] =>
  statusIds.map((statusId) => ({ statusId: statusId!, group: DIRECTORY[statusId!]! }));

/** Every way of putting `count` items into the statuses of the directory. */
function constellations(count: number): number[][] {
  if (count === 0) return [[]];
  return constellations(count - 1).flatMap((rest) => Object.keys(DIRECTORY).map((id) => [...rest, Number(id)]));
}

/** Word for word: all are in it, or some are in it and the rest is in «Отказ» and «Снято»; of several such, the last changed. */
function expected(statusIds: number[], changedLast: number | null): number | null {
  const isOut = (id: number) => DIRECTORY[id] === 'refused' || DIRECTORY[id] === 'removed';
  const passedInto = [...new Set(statusIds)].filter((status) => statusIds.every((id) => id === status || isOut(id)));
  if (passedInto.length > 1) return changedLast;
  return passedInto[0] ?? null;
}

describe('the whole-order rule', () => {
  it('the directory of this test knows every group', () => {
    expect(new Set(Object.values(DIRECTORY))).toEqual(new Set(STATUS_GROUPS));
  });

  it.each([1, 2, 3, 4])('holds for every constellation of %d items, whichever was changed last', (count) => {
    const wrong = constellations(count).flatMap((statusIds) =>
      [null, ...new Set(statusIds)]
        .map((changedLast) => ({
          statusIds,
          changedLast,
          is: wholeOrderStatus(items(...statusIds), changedLast),
          shouldBe: expected(statusIds, changedLast),
        }))
        .filter(({ is, shouldBe }) => is !== shouldBe),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['all items are in it', [ISSUED, ISSUED, ISSUED], ISSUED],
    ['one part is in it and the other in «Отказ»', [ISSUED, REFUSED, ISSUED], ISSUED],
    ['one part is in it and the other in «Снято»', [REMOVED, ARRIVED], ARRIVED],
    ['one part is in it and the others in «Отказ» and «Снято»', [REFUSED, ARRIVED, REMOVED], ARRIVED],
    ['the one item is in it', [IN_WORK], IN_WORK],
    ['all items are in «Отказ»', [REFUSED, REFUSED], REFUSED],
  ])('the order is in a status when %s', (_, statusIds, status) => {
    expect(wholeOrderStatus(items(...statusIds), statusIds[0]!)).toBe(status);
  });

  it('two statuses of one group are still two statuses', () => {
    expect(wholeOrderStatus(items(PROCESSING, IN_WORK), IN_WORK)).toBeNull();
  });

  it('a live item elsewhere keeps the order out of «Отказ»', () => {
    expect(wholeOrderStatus(items(REFUSED, REFUSED, PROCESSING), REFUSED)).toBe(PROCESSING);
  });

  it('when none is live and they differ, the one that was changed last decides', () => {
    expect(wholeOrderStatus(items(REFUSED, REMOVED), REMOVED)).toBe(REMOVED);
    expect(wholeOrderStatus(items(REFUSED, REMOVED), REFUSED)).toBe(REFUSED);
  });

  it('an order without items is in no status', () => {
    expect(wholeOrderStatus([], IN_WORK!)).toBeNull();
  });
});
