import { pickingList } from './picking';

const item = (brand: string, number: string, quantity: number) =>
  ({ brand, number, name: 'Фильтр', quantity }) as never;
const order = (id: string, ...items: never[]) => ({ id, number: id, regionId: '1', items });

describe('a picking list', () => {
  it('gathers a part over the orders it is for, however its number is written', () => {
    const parts = pickingList([
      order('7', item('BOSCH', '0 986 494 019', 2), item('MANN', 'C 25 114', 1)),
      order('9', item('Bosch', '0986494019', 3)),
    ]);
    expect(parts).toEqual([
      {
        ...{ brand: 'BOSCH', number: '0 986 494 019', name: 'Фильтр', quantity: 5 },
        orders: [
          { id: '7', number: '7', quantity: 2 },
          { id: '9', number: '9', quantity: 3 },
        ],
      },
      expect.objectContaining({ brand: 'MANN', quantity: 1 }),
    ]);
  });

  it('names an order once that has the part in two lines', () => {
    const [part] = pickingList([order('7', item('BOSCH', 'A1', 2), item('BOSCH', 'A-1', 1))]);
    expect(part!.orders).toEqual([{ id: '7', number: '7', quantity: 3 }]);
  });

  it('keeps apart what only the brand tells apart, and numbers without a letter or digit', () => {
    const parts = pickingList([order('7', item('A', '1', 1), item('B', '1', 1), item('B', '-', 1), item('B', '—', 1))]);
    expect(parts.map(({ quantity }) => quantity)).toEqual([1, 1, 1, 1]);
  });

  it('goes by brand and part number, 9 before 10', () => {
    const parts = pickingList([order('7', item('B', '10', 1), item('B', '9', 1), item('A', '11', 1))]);
    expect(parts.map(({ brand, number }) => brand + number)).toEqual(['A11', 'B9', 'B10']);
  });
});
