import { acceptedSum } from './accepted-sum';

const position = (state: 'open' | 'accepted' | 'refused' | 'cancelled', acceptedQuantity = 0) => ({
  ...{ state, acceptedQuantity, price: '1150.10' },
});

describe('the sum of an external order', () => {
  it.each([
    ['all while nothing is decided', [position('open'), position('open')], '6900.60'],
    ['what was accepted, in its quantity', [position('accepted', 3), position('refused')], '3450.30'],
    ['what was accepted so far', [position('accepted', 1), position('open')], '1150.10'],
    ['nothing when all was refused', [position('refused')], '0.00'],
    [
      'not what the client cancelled after it was accepted',
      [position('accepted', 1), position('cancelled', 2)],
      '1150.10',
    ],
    ['all when the client cancelled all', [position('cancelled', 2)], '6900.60'],
  ])('is %s', (_, positions, sum) => {
    expect(acceptedSum({ total: '6900.60', positions })).toBe(sum);
  });
});
