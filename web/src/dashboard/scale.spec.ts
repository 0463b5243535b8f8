import { scaleFor } from './scale';

describe('the scale beside a chart', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [4, [0, 1, 2, 3, 4]],
    [5, [0, 2, 4, 6]],
    [12, [0, 5, 10, 15]],
    [26, [0, 10, 20, 30]],
    [100, [0, 50, 100]],
    [101, [0, 50, 100, 150]],
    [1_999, [0, 500, 1_000, 1_500, 2_000]],
  ])('up to %d has the lines %j', (greatest, lines) => {
    expect(scaleFor(greatest)).toEqual(lines);
  });
});
