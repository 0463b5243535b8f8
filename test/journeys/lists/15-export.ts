import { buffer } from 'node:stream/consumers';
import { openCsv, openXlsx } from '../../support/spreadsheet.js';
import { acceptedOrder } from '../support/orders.js';
import type { Panel } from '../support/panel.js';
import type { Visit } from '../support/visit.js';

export const exportOfLists = (panel: Panel) =>
  describe('a list is taken into Excel', () => {
    beforeAll(async () => {
      await acceptedOrder(panel, 'J-15a', [
        { id: '1', brand: 'BOSCH', number: '0 986 494 019', name: 'Колодки; «передние»' },
      ]);
      await acceptedOrder(panel, 'J-15b', [{ id: '1', brand: 'NGK', number: '=1+1', name: 'Свеча' }]);
    });

    const take = async ({ page }: Visit, name: string) => {
      await page.getByRole('button', { name: 'Экспорт' }).click();
      const waiting = page.waitForEvent('download');
      await page.getByRole('menuitem', { name }).click();
      const download = await waiting;
      return {
        name: download.suggestedFilename(),
        bytes: new Uint8Array(await buffer(await download.createReadStream())),
      };
    };

    it('as CSV with what Excel needs, narrowed as the list is', async () => {
      const visit = await panel.signIn();
      await visit.goto('/orders?q=J-15a');
      await visit.sees('Найдено: 1');
      const { name, bytes } = await take(visit, 'CSV');
      expect(name).toMatch(/\.csv$/);
      const [header, row, ...others] = openCsv(bytes).filter((cells) => cells.length > 1);
      expect(header).toContain('№ GettZap');
      expect(row).toEqual(expect.arrayContaining(['J-15a', 'BOSCH', 'Колодки; «передние»']));
      expect(others).toEqual([]);
    });

    it('as XLSX, and of chosen rows alone', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/orders');
      await page.getByRole('row').filter({ hasText: 'J-15b' }).getByRole('checkbox').check();
      const { name, bytes } = await take(visit, 'Excel (XLSX)');
      expect(name).toMatch(/\.xlsx$/);
      const [, row, ...others] = openXlsx(bytes).rows;
      expect(row).toEqual(expect.arrayContaining(['J-15b', 'NGK', '=1+1']));
      expect(others).toEqual([]);
    });

    it('with the reason, where the service refuses the file', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/orders');
      // As of a page of another version.
      await page.route(/\/api\/orders\/export/, (route, request) =>
        route.continue({ url: `${request.url()}&from=yesterday` }),
      );
      visit.allow(/status of 422 .*\/orders\/export/);
      await page.getByRole('button', { name: 'Экспорт' }).click();
      await page.getByRole('menuitem', { name: 'CSV' }).click();
      const told = page.getByRole('alert').filter({ hasText: 'Файл не скачан' });
      await told.getByText('Укажите день, например 2026-11-24, или дату и время').waitFor();
    });
  });
