import type { Panel } from '../support/panel.js';

export const twoManagers = (panel: Panel) =>
  describe('two managers and one order', () => {
    it('tells the second who was first, and keeps what they typed', async () => {
      await panel.sandboxOrder({ id: 'TWO-1' });
      const anna = await panel.signIn(await panel.addPerson('anna', ['manager']));
      const oleg = await panel.signIn(await panel.addPerson('oleg', ['manager']));
      for (const { page } of [anna, oleg]) {
        await page.goto('/external-orders');
        await page.getByRole('link', { name: 'TWO-1' }).click();
        await page.getByRole('button', { name: 'Принять', exact: true }).waitFor();
      }
      // What the second knows is old: the news do not get through.
      await oleg.settles();
      let isHeldBack = true;
      await oleg.page.route(/\/api\/external-orders\/\d+$/, async (route) => {
        while (isHeldBack) await new Promise((resolve) => setTimeout(resolve, 20));
        await route.continue();
      });
      await anna.page.getByRole('button', { name: 'Принять', exact: true }).click();
      await anna.page.getByRole('main').getByText('Принят', { exact: true }).first().waitFor();

      oleg.allow(/status of 409 .*\/(refuse|preview)/);
      await oleg.page.getByRole('combobox', { name: 'Причина отказа' }).fill('Нет в наличии, совсем');
      await oleg.page.keyboard.press('Escape');
      const refused = oleg.page.waitForResponse((answer) => answer.url().endsWith('/refuse'));
      await oleg.page.getByRole('button', { name: 'Отказать', exact: true }).click();
      expect((await refused).status()).toBe(409);
      isHeldBack = false;
      const bar = oleg.page.getByRole('alert').filter({ hasText: 'Решение не сохранено' });
      await bar.getByText(/Заказ принят: anna/).waitFor();
      expect((await panel.api.get('/external-orders?q=TWO-1')).body.data).toMatchObject([{ state: 'accepted' }]);
    });

    it('tells that the buyer changed the order, and keeps what was typed', async () => {
      await panel.sandboxOrder({ id: 'TWO-2', positions: [{ id: '1', quantity: 2 }] });
      const visit = await panel.signIn();
      const { page } = visit;
      await page.goto('/external-orders');
      await page.getByRole('link', { name: 'TWO-2' }).click();
      const reason = page.getByRole('combobox', { name: 'Причина отказа' });
      await reason.fill('Долго везти');
      await page.keyboard.press('Escape');
      await visit.settles();
      await panel.sandboxUpdate('TWO-2', { comment: 'Позвоните заранее' });
      await page.getByRole('alert').filter({ hasText: 'Покупатель изменил заказ' }).waitFor();
      expect(await reason.inputValue()).toBe('Долго везти');
      await visit.hasLooked();
      await page.getByRole('button', { name: 'Отказать', exact: true }).click();
      await page.getByRole('main').getByText('«Долго везти»').first().waitFor();
    });

    it('takes no press for a decision about what came up in that moment', async () => {
      await panel.sandboxOrder({ id: 'TWO-5', positions: [{ id: '1', quantity: 2 }] });
      const [{ id }] = (await panel.api.get('/external-orders?q=TWO-5')).body.data;
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/external-orders/${id}`);
      const accept = page.getByRole('button', { name: 'Принять', exact: true });
      await accept.waitFor();
      await visit.settles();
      await page.evaluate(() => {
        const watching = new MutationObserver(() => {
          if (!document.body.innerText.includes('Покупатель изменил заказ')) return;
          watching.disconnect();
          [...document.querySelectorAll('button')].find(({ innerText }) => innerText === 'Принять')!.click();
        });
        watching.observe(document.body, { childList: true, subtree: true });
      });
      visit.allow(/status of 409 .*\/accept/);
      await panel.sandboxUpdate('TWO-5', { positions: [{ id: '1', quantity: 200 }] });
      const bar = page.getByRole('alert').filter({ hasText: 'Решение не сохранено' });
      await bar.getByText(/Покупатель изменил заказ/).waitFor();
      expect((await panel.api.get(`/external-orders/${id}`)).body).toMatchObject({ state: 'new', version: 2 });
      await visit.hasLooked();
      await accept.click();
      await page.getByRole('main').getByText('Принят', { exact: true }).first().waitFor();
    });

    it('tells it in sight of who has scrolled down a long order, whose decision is in sight, too', async () => {
      const positions = Array.from({ length: 25 }, (_, index) => ({ id: String(index), quantity: 2 }));
      await panel.sandboxOrder({ id: 'TWO-4', positions });
      const [{ id }] = (await panel.api.get('/external-orders?q=TWO-4')).body.data;
      const visit = await panel.signIn(panel.admin, { viewport: { width: 1366, height: 768 } });
      const { page } = visit;
      await visit.goto(`/external-orders/${id}`);
      await page.getByRole('row').last().scrollIntoViewIfNeeded();
      await visit.settles();
      await panel.sandboxUpdate('TWO-4', { positions: [{ ...positions[0], quantity: 200 }, ...positions.slice(1)] });
      const bar = page.getByRole('alert').filter({ hasText: 'Покупатель изменил заказ' });
      await bar.waitFor();
      await visit.settles();
      const { y, height } = (await bar.boundingBox())!;
      expect(y).toBeGreaterThan(0);
      expect(y + height).toBeLessThan(768);
      // What one decides by stays free.
      await page.getByRole('combobox', { name: 'Причина отказа' }).click({ trial: true });
      await page.getByRole('button', { name: 'Принять', exact: true }).click({ trial: true });
      expect(await visit.axe()).toEqual([]);
      await bar.getByRole('button', { name: 'Понятно' }).click();
      await bar.waitFor({ state: 'detached' });
    });

    it('tells a manager, too, who decided already in another window', async () => {
      await panel.sandboxOrder({ id: 'TWO-3' });
      const [{ id }] = (await panel.api.get('/external-orders?q=TWO-3')).body.data;
      const lena = await panel.addPerson('lena', ['manager']);
      const [first, second] = [await panel.signIn(lena), await panel.signIn(lena)];
      for (const visit of [first, second]) {
        await visit.goto(`/external-orders/${id}`);
        await visit.page.getByRole('button', { name: 'Принять', exact: true }).waitFor();
        await visit.settles();
      }
      let isHeldBack = true;
      await second.page.route(/\/api\/external-orders\/\d+$/, async (route) => {
        while (isHeldBack) await new Promise((resolve) => setTimeout(resolve, 20));
        await route.continue();
      });
      await first.page.getByRole('button', { name: 'Принять', exact: true }).click();
      await first.page.getByRole('main').getByText('Принят', { exact: true }).first().waitFor();
      second.allow(/status of 409 .*\/(accept|preview)/);
      await second.page.getByRole('button', { name: 'Принять', exact: true }).click();
      isHeldBack = false;
      const bar = second.page.getByRole('alert').filter({ hasText: 'Решение не сохранено' });
      await bar.getByText(/Заказ принят: lena/).waitFor();
    });
  });
