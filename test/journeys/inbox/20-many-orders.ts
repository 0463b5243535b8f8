import type { Panel } from '../support/panel.js';

const COUNT = 5_000;

export const manyOrders = (panel: Panel) =>
  describe('an inbox of 5,000 orders', () => {
    let oldest: string;

    beforeAll(async () => {
      const { total } = (await panel.api.get('/external-orders?perPage=1')).body.meta;
      const { firstId } = await panel.fill({
        externalOrders: COUNT - total,
        positions: 1,
        accepted: false,
        deliveries: 0,
      });
      oldest = `L${firstId}`;
    });

    it('opens page by page', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/orders');
      await page
        .getByRole('navigation')
        .getByRole('link', { name: /Внешние заказы/ })
        .click();
      await visit.sees(/Найдено: 5\s000/);
      await page.getByRole('tab', { name: /Все\s*5\s000/ }).waitFor();
      const rows = page.getByRole('table').getByRole('checkbox', { name: /^Выбрать: / });
      expect(await rows.count()).toBe(50);

      await page.getByRole('button', { name: '100', exact: true }).click();
      await page.waitForURL(/page=100/);
      await page.getByRole('table').getByRole('link', { name: oldest, exact: true }).waitFor();
      expect(await rows.count()).toBe(50);
    });

    it('says how many chosen rows a file takes, where more are chosen page by page', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?page=40');
      await page.getByRole('checkbox', { name: 'Выбрать все на странице' }).check();
      await page.getByRole('button', { name: /^Выбрать первые 1\s000 из/ }).click();
      await visit.sees(/^Выбрано 1\s050$/);
      const chosen = page.getByRole('group', { name: 'Действия с выбранными заказами' });
      await chosen.getByRole('button', { name: 'Экспорт' }).click();
      await visit.sees(/В файл входит до 1\s000 выбранных строк, а выбрано 1\s050/);
      expect(await page.getByRole('menuitem', { name: 'CSV' }).count()).toBe(0);
      await visit.settles();
    });

    it('says while many are decided how many are left, and what a broken call left stays chosen', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      let calls = 0;
      let goOn = () => {};
      const isHeld = new Promise<void>((resolve) => (goOn = resolve));
      await page.route('**/api/external-orders/accept', async (route, request) => {
        calls += 1;
        if (calls === 2) await isHeld;
        if (calls === 3) return route.fulfill({ status: 503, json: { status: 503, code: 'database_unavailable' } });
        const { ids } = request.postDataJSON() as { ids: string[] };
        return route.fulfill({ json: { results: ids.map((id) => ({ id, outcome: 'accepted' })), undo: null } });
      });
      visit.allow(/status of 503 .*\/accept/);
      await visit.goto('/external-orders?page=40');
      await page.getByRole('checkbox', { name: 'Выбрать все на странице' }).check();
      await page.getByRole('button', { name: /^Выбрать первые 1\s000 из/ }).click();
      await visit.sees(/^Выбрано 1\s050$/);
      await page
        .getByRole('group', { name: 'Действия с выбранными заказами' })
        .getByRole('button', { name: 'Принять' })
        .click();
      await visit.sees(/^Выбрано 1\s000$/);
      goOn();
      await visit.sees(/^Выбрано 950$/);
      await page
        .getByRole('status')
        .filter({ hasText: /100 принято/ })
        .filter({ hasText: 'Остальные заказы' })
        .waitFor();
      expect(calls).toBe(3);
    });
  });
