import { guessColumns } from './guess-columns';

const OFFER = ['BOSCH', '0 986 494 019', 'Колодки', '24', '3390'];

describe('guessing what the columns of a price list are', () => {
  it('finds the heading below what a supplier writes above it', () => {
    const rows = [
      ['ООО «Поставщик»'],
      ['Прайс-лист на 29.11.2026', '', 'Цены с НДС'],
      [''],
      ['Бренд', 'Артикул', 'Наименование', 'Остаток', 'Цена, руб.', 'Кратность'],
      OFFER,
    ];
    expect(guessColumns(rows)).toEqual({
      columns: { brand: 1, article: 2, name: 3, quantity: 4, price: 5, multiplicity: 6 },
      firstRow: 5,
    });
  });

  it.each([
    [
      ['Производитель', 'Номер детали', 'Описание', 'Кол-во', 'Стоимость'],
      [1, 2, 3, 4, 5],
    ],
    [
      ['№ п/п', 'Код', 'Артикул', 'ПРОИЗВОДИТЕЛЬ', 'Номенклатура', 'Наличие', 'Цена опт'],
      [4, 3, 5, 6, 7],
    ],
    [
      ['Код', 'Марка', 'Название товара', 'Количество', 'Цена розн., ₽'],
      [2, 1, 3, 4, 5],
    ],
    [
      ['Brand', 'Part Number', 'Description', 'Qty', 'Price'],
      [1, 2, 3, 4, 5],
    ],
    [
      ['Штрихкод', 'Бренд', 'Каталожный номер', 'Наименование', 'Валюта', 'Цена', 'Остаток, шт.'],
      [2, 3, 4, 7, 6],
    ],
  ])('knows %j', (heading, [brand, article, name, quantity, price]) => {
    expect(guessColumns([heading, OFFER]).columns).toEqual({ brand, article, name, quantity, price });
  });

  it('takes a column for one thing alone, the surer one', () => {
    expect(guessColumns([['Цена', 'Цена опт', 'Артикул', 'Артикул поставщика']]).columns).toEqual({
      price: 1,
      article: 3,
    });
  });

  it('guesses nothing where there is no heading', () => {
    expect(guessColumns([OFFER, OFFER])).toEqual({ columns: {}, firstRow: 1 });
    expect(guessColumns([])).toEqual({ columns: {}, firstRow: 1 });
    expect(guessColumns([['Фильтр масляный, цена за упаковку', '10']])).toEqual({ columns: {}, firstRow: 1 });
  });
});
