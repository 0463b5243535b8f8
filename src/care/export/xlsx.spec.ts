import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openXlsx } from '../../../test/support/spreadsheet.js';
import type { Cell, Table } from './table.js';
import { xlsxOf } from './xlsx.js';

const LONG = 'Ж & <b> "q" '.repeat(200);

function tableOf(pages: Table['pages']): Table {
  return {
    title: { ru: 'Заказы', en: 'Orders' },
    language: 'ru',
    columns: [
      { title: 'Текст', kind: 'text', width: 30 },
      { title: 'Код', kind: 'code', width: 10 },
      { title: 'Сумма', kind: 'money', width: 10 },
      { title: 'Время', kind: 'instant', width: 17 },
      { title: 'Число', kind: 'number', width: 5 },
    ],
    pages,
  };
}

/** Pages of 50 long rows, with the number of those that were asked for. */
function longPages(count: number, taken = { pages: 0 }) {
  const row: Cell[] = [LONG, '007', '1234567.05', new Date('2026-11-24T09:15:00Z'), 7];
  async function* pages() {
    for (; taken.pages < count; taken.pages += 1) yield Array.from({ length: 50 }, () => row);
  }
  return { pages: pages(), taken };
}

describe('an XLSX file', () => {
  it('holds every row, long texts as they are', async () => {
    const { rows, sheetName } = openXlsx(await buffer(xlsxOf(tableOf(longPages(40).pages))));
    expect([sheetName, rows.length]).toEqual(['Заказы', 2_001]);
    expect(rows[0]).toEqual(['Текст', 'Код', 'Сумма', 'Время', 'Число']);
    for (const row of [rows[1]!, rows[2_000]!]) {
      expect(row).toEqual([LONG, '007', 1234567.05, expect.closeTo(46_350.385_416, 4), 7]);
    }
  });

  it('is written as it is read: of a large table no more is in memory than is on its way', async () => {
    const { pages, taken } = longPages(5_000);
    const file = xlsxOf(tableOf(pages));
    for (let turn = 0; turn < 200; turn += 1) await nextTurn();
    file.read(1);
    for (let turn = 0; turn < 200; turn += 1) await nextTurn();
    expect(taken.pages).toBeLessThan(200);
    file.destroy();
    const before = taken.pages;
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(taken.pages).toBeLessThan(before + 10);
  });

  it('breaks off when its rows cannot be read', async () => {
    async function* broken() {
      yield [['a', null, null, null, null]];
      throw new Error('the database went away');
    }
    await expect(buffer(xlsxOf(tableOf(broken())))).rejects.toThrow('the database went away');
  });
});
