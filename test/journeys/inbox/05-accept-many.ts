import type { Panel } from '../support/panel.js';

const COUNT = 10;

export const acceptMany = (panel: Panel) =>
  describe('a manager accepts many orders at once', () => {
    it('is told of each what became of it', async () => {
      for (let n = 1; n <= COUNT; n += 1) await panel.sandboxOrder({ id: `BULK-${n}` });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'BULK-10' }).waitFor();
      await page.getByRole('checkbox', { name: 'Выбрать все на странице' }).check();
      await visit.sees(`Выбрано ${COUNT}`);
      await panel.sandboxCancel('BULK-4');
      await page.getByRole('button', { name: 'Принять' }).click();

      const result = page.getByRole('status').filter({ hasText: '9 принято, 1 отменён клиентом' });
      await result.waitFor();
      expect(await result.getByRole('listitem').allInnerTexts()).toEqual(['BULK-4: клиент отменил заказ']);
      expect((await panel.api.get('/external-orders/counts')).body.states).toMatchObject({ accepted: 9, cancelled: 1 });
      await page.getByRole('tab', { name: /Приняты\s*9/ }).waitFor();
      expect(await visit.axe()).toEqual([]);
    });

    it('accepts nothing that the client changed in that moment, and says which order it is', async () => {
      for (const id of ['MOVED-1', 'MOVED-2']) await panel.sandboxOrder({ id });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?q=MOVED');
      await page.getByRole('link', { name: 'MOVED-2' }).waitFor();
      await page.getByRole('checkbox', { name: 'Выбрать все на странице' }).check();
      await page.route('**/api/external-orders/accept', async (route) => {
        await panel.sandboxUpdate('MOVED-1', { positions: [{ id: '1', quantity: 200 }] });
        await route.continue();
      });
      await page.getByRole('button', { name: 'Принять' }).click();

      const result = page.getByRole('status').filter({ hasText: '1 принят, 1 изменил клиент' });
      await result.waitFor();
      expect(await result.getByRole('listitem').allInnerTexts()).toEqual([
        'MOVED-1: клиент изменил заказ, решения нет: посмотрите, что изменилось',
      ]);
      expect((await panel.api.get('/external-orders?q=MOVED-1')).body.data).toMatchObject([
        { state: 'new', version: 2 },
      ]);
      await page.unroute('**/api/external-orders/accept');
      await visit.sees(/ × 200/);
      await visit.hasLooked();
      await page.getByRole('checkbox', { name: 'Выбрать: MOVED-1' }).check();
      await page.getByRole('button', { name: 'Принять' }).click();
      await page
        .getByRole('alert')
        .filter({ hasText: /^1 принят(?!,)/ })
        .waitFor();
      expect(await visit.axe()).toEqual([]);
    });

    it('accepts nothing by a press in the moment in which the client’s change comes up', async () => {
      await panel.sandboxOrder({ id: 'MOMENT-1', positions: [{ id: '1', quantity: 2 }] });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?q=MOMENT-1');
      await page.getByRole('checkbox', { name: 'Выбрать: MOMENT-1' }).check();
      await visit.settles();
      await page.evaluate(() => {
        const watching = new MutationObserver(() => {
          if (!document.querySelector('table')!.innerText.includes('× 200')) return;
          watching.disconnect();
          [...document.querySelectorAll('button')].find(({ innerText }) => innerText === 'Принять')!.click();
        });
        watching.observe(document.body, { childList: true, subtree: true, characterData: true });
      });
      await panel.sandboxUpdate('MOMENT-1', { positions: [{ id: '1', quantity: 200 }] });
      await page.getByRole('status').filter({ hasText: '1 изменил клиент' }).waitFor();
      const { data } = (await panel.api.get('/external-orders?q=MOMENT-1')).body;
      expect(data).toMatchObject([{ state: 'new' }]);
      await panel.api.post('/external-orders/refuse', { ids: [data[0].id] });
      await visit.settles();
    });

    it('works by keyboard alone', async () => {
      await panel.sandboxOrder({ id: 'KEY-1' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?q=KEY-1');
      await page.getByRole('link', { name: 'KEY-1' }).waitFor();
      await page.keyboard.press('KeyJ');
      await page.keyboard.press('KeyA');
      await page.getByRole('alert').filter({ hasText: '1 принят' }).waitFor();
    });
  });
