import { eventually } from '../../support/eventually.js';
import { acceptedOrder } from '../support/orders.js';
import type { Panel } from '../support/panel.js';

const PHONE_WIDTH = 375;

export const printSeveral = (panel: Panel) =>
  describe('several orders on paper', () => {
    it('are one document with the shop’s name, and one list of what is to be fetched', async () => {
      const first = await acceptedOrder(panel, 'PAPER-1', [
        { id: '1', brand: 'MANN-FILTER', number: 'C 25 114', quantity: 2 },
        { id: '2', brand: 'BOSCH', number: '0 986 494 019', quantity: 1 },
      ]);
      const second = await acceptedOrder(panel, 'PAPER-2', [
        { id: '1', brand: 'Mann-Filter', number: 'C25114', quantity: 3 },
      ]);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/regions');
      const regions: Array<{ id: string; name: string }> = (await panel.api.get('/regions')).body.data;
      const { name } = regions.find(({ id }) => id === first.regionId)!;
      await page.getByRole('row').filter({ hasText: name }).click();
      await page.getByLabel('Название магазина').fill('Автозапчасти на Лесной');
      await page.getByLabel('Телефон магазина').fill('+7 812 000-00-00');
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Сохранено');

      await visit.goto('/orders?q=PAPER-');
      for (const row of [0, 1])
        await page
          .getByRole('checkbox', { name: /^Выбрать: / })
          .nth(row)
          .check();
      await page.getByRole('button', { name: 'Напечатать выбранные' }).click();
      await page.getByRole('menuitem', { name: 'Печатные формы' }).click();
      const sheets = page.getByRole('region', { name: /Печатная форма заказа/ });
      await sheets.nth(1).waitFor();
      expect(await sheets.getByText('Автозапчасти на Лесной').count()).toBe(2);
      await visit.settles();
      expect([await visit.axe(), await pagesOnPaper(page)]).toEqual([[], 2]);

      await visit.goto(`/orders/picking?ids=${first.id},${second.id}`);
      const list = page.getByRole('region', { name: /Лист подбора/ });
      await list.getByText('Автозапчасти на Лесной').waitFor();
      const parts = await list.getByRole('row').allInnerTexts();
      expect(parts.slice(1, 3).map((part) => part.replace(/\s+/g, ' ').trim())).toEqual([
        expect.stringMatching(/^BOSCH 0 986 494 019 .* 1 № \d+ — 1 шт\.$/),
        expect.stringMatching(/^MANN-FILTER C 25 114 .* 5 № \d+ — 2 шт\., № \d+ — 3 шт\.$/),
      ]);
      await visit.settles();
      expect([await visit.axe(), await pagesOnPaper(page)]).toEqual([[], 1]);
      await visit.resize(PHONE_WIDTH);
      const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await eventually(async () => expect(await beyond()).toBe(0));
    });

    it('are read by one call for all of them, with what a buyer changed after the decision', async () => {
      const orders = [];
      for (const id of ['PAPER-5', 'PAPER-6', 'PAPER-7']) orders.push(await acceptedOrder(panel, id, [{ id: '1' }]));
      await panel.sandboxUpdate('PAPER-6', { delivery: { type: 'courier', address: 'Псков, Новая, 6' } });
      const visit = await panel.signIn();
      const { page } = visit;
      const calls: string[] = [];
      page.on('request', (request) => {
        const { pathname } = new URL(request.url());
        if (/^\/api\/orders\b/.test(pathname)) calls.push(pathname);
      });
      await visit.goto(`/orders/print?ids=${orders.map(({ id }) => id).join(',')}`);
      const sheets = page.getByRole('region', { name: /Печатная форма заказа/ });
      await sheets.nth(2).waitFor();
      await visit.settles();
      const changed = sheets.filter({ hasText: 'Псков, Новая, 6' });
      expect([await changed.count(), await changed.getByText('PAPER-6').count()]).toEqual([1, 1]);
      expect(calls).toEqual(['/api/orders']);
    });

    it('are of the day by the region’s clock, as in 1C and in files, wherever they are printed', async () => {
      const { id, regionId } = await acceptedOrder(panel, 'PAPER-4', [
        { id: '1', brand: 'BOSCH', number: '0 986 494 019', quantity: 1 },
      ]);
      const { createdAt } = (await panel.api.get(`/orders/${id}`)).body;
      const visit = await panel.signIn();
      const sheet = visit.page.getByRole('region', { name: /Печатная форма заказа/ });
      const list = visit.page.getByRole('region', { name: /Лист подбора/ });
      // Their days are never the same.
      for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Niue']) {
        await panel.api.patch(`/regions/${regionId}`, { timeZone });
        await visit.goto(`/orders/${id}/print`);
        const dayOf = (time: number) => new Intl.DateTimeFormat('ru-RU', { dateStyle: 'short', timeZone }).format(time);
        await sheet.getByText(`от ${dayOf(Date.parse(createdAt))}`).waitFor();
        await visit.goto(`/orders/picking?ids=${id}`);
        await list.getByText(dayOf(Date.now())).waitFor();
      }
      await panel.api.patch(`/regions/${regionId}`, { timeZone: 'Europe/Moscow' });
    });

    it('are money on the dashboard, and each figure leads to its orders', async () => {
      await panel.sandboxOrder({ id: 'PAPER-3' });
      const [refused] = (await panel.api.get('/external-orders?q=PAPER-3')).body.data;
      await panel.api.post(`/external-orders/${refused.id}/refuse`, { reason: 'Нет на складе в Пскове' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/');
      await page.getByRole('link', { name: /Принято на сумму.*₽/ }).waitFor();
      await visit.settles();
      expect([await visit.axe(), await visit.lacksRoom()]).toEqual([[], []]);
      const refusals = page.getByRole('table', { name: 'Отказы по причинам' });
      await refusals.getByRole('link', { name: 'Нет на складе в Пскове' }).click();
      await page.getByRole('link', { name: 'PAPER-3' }).waitFor();
      await visit.sees('Причина отказа: Нет на складе в Пскове');
      await page.goBack();
      await page.getByRole('table', { name: 'Решения по менеджерам' }).getByRole('link').first().click();
      await visit.sees(/^Решение: /);
    });
  });

/** How many sheets the browser would print. */
async function pagesOnPaper(page: Awaited<ReturnType<Panel['signIn']>>['page']): Promise<number> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
