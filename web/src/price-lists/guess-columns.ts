import { foldedText } from '../shared/folded';

/** What a column of a file can be; the last one is in few files. */
export const ROLES = ['brand', 'article', 'name', 'quantity', 'price', 'multiplicity'] as const;
export type Role = (typeof ROLES)[number];

/** Which column is what, from 1; those that are not known are left out. */
export type KnownColumns = Partial<Record<Role, number>>;

/** What headings say, the surest words first. */
const WORDS: Record<Role, RegExp[]> = {
  brand: [/бр[еэ]нд|brand/, /производител|изготовител|manufacturer|maker?$|vendor/, /марка|фирма|завод/],
  article: [
    /артикул|article|part ?(no|num|number|code)|^oem$/,
    /каталожн|номер (детали|производ)|код (детали|производ)|sku/,
    /номер|number|^№$|код|code/,
  ],
  name: [/наименован|назван|^name|title/, /описан|номенклатур|descr|товар|деталь/],
  quantity: [/кол-?во|количеств|остат|stock|qty|quantity/, /налич|склад|avail/],
  price: [/цена|price/, /стоимост|cost/, /розн|опт|руб/],
  multiplicity: [/кратн|multipl/, /упаков|партия|мин\.? ?(кол|заказ)|pack|min ?(qty|order)/],
};

/** Words that stand beside others and say that a column is something else. */
const OTHER = /п\/п|штрих|barcode|валют|currency|дата|срок|заказ клиента/;

/**
 * Finds the heading among the first lines of a file.
 * @returns which column is what, and the first line that is an offer, from 1
 */
export function guessColumns(rows: string[][]): { columns: KnownColumns; firstRow: number } {
  let best: { columns: KnownColumns; firstRow: number } = { columns: {}, firstRow: 1 };
  rows.forEach((cells, index) => {
    const columns = rolesOf(cells);
    const isBetter = Object.keys(columns).length > Math.max(1, Object.keys(best.columns).length);
    if (isBetter) best = { columns, firstRow: Math.min(index + 2, Math.max(rows.length, 1)) };
  });
  return best;
}

/** Of one line, as if it were the heading: the surest words choose first. */
function rolesOf(cells: string[]): KnownColumns {
  const headings = cells.map(foldedText);
  const columns: KnownColumns = {};
  const taken = new Set<number>();
  for (let rank = 0; rank < 3; rank += 1) {
    for (const role of ROLES) {
      const words = WORDS[role][rank];
      if (!words || columns[role] !== undefined) continue;
      const place = headings.findIndex(
        (text, at) => !taken.has(at) && text.length < 60 && !OTHER.test(text) && words.test(text),
      );
      if (place < 0) continue;
      columns[role] = place + 1;
      taken.add(place);
    }
  }
  return columns;
}
