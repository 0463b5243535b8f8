import type { Page } from 'playwright-core';
import type { Panel } from '../support/panel.js';

const MINUTE_MS = 60_000;

/** Has the window take all deadlines of decisions for past: nobody waits for one to pass. */
async function late(page: Page, byMs: number): Promise<void> {
  await page.route(/\/api\/external-orders(\?|\/\d+$)/, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    for (const order of json.data ?? [json]) {
      if (order.decideBy) order.decideBy = new Date(Date.now() - byMs).toISOString();
    }
    await route.fulfill({ response, json });
  });
}

export const deadlines = (panel: Panel) =>
  describe('working hours and deadlines', () => {
    it('a region says when it works: a wrong time is told in its place, days off are added by Enter', async () => {
      const visit = await panel.signIn();
      visit.allow(/422/);
      const { page } = visit;
      await visit.goto('/regions');
      await page.getByRole('button', { name: /^Действия: / }).click();
      await page.getByRole('menuitem', { name: 'Изменить' }).click();
      const form = page.getByRole('dialog', { name: 'Изменить регион' });
      await form.getByRole('radio', { name: 'По дням недели' }).check();
      await form.getByRole('checkbox', { name: 'Суббота' }).check();
      await form.getByRole('textbox', { name: 'Суббота: конец' }).fill('8');
      await form.getByRole('textbox', { name: 'Нерабочие дни' }).fill('01.01.2027');
      await page.keyboard.press('Enter');
      await form.getByRole('button', { name: 'Убрать 01.01.2027' }).waitFor();
      await form.getByRole('button', { name: 'Сохранить' }).click();
      await form.getByText('Должно быть позже 09:00').waitFor();
      expect(await visit.axe()).toEqual([]);
      await form.getByRole('textbox', { name: 'Суббота: конец' }).fill('14.30');
      await form.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Пн–Пт 09:00–18:00, Сб 09:00–14:30');
      await visit.settles();

      const [region] = (await panel.api.get('/regions')).body.data;
      expect(region.workingHours.daysOff).toEqual(['2027-01-01']);
      await panel.api.patch(`/regions/${region.id}`, { workingHours: null });
    });

    it('a connection says how long a decision may take, and the inbox shows what is left of it', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/marketplaces/${panel.connectionId}`);
      await page.getByRole('button', { name: /^Срок решения/ }).click();
      await page.getByRole('textbox', { name: 'Срок первого решения, мин' }).fill('30');
      await page.getByRole('textbox', { name: 'Предупредить за, мин' }).fill('10');
      await page.getByRole('radio', { name: 'Отказать в заказе' }).check();
      await page.getByRole('textbox', { name: 'Причина отказа' }).fill('Не успели ответить');
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Сохранено');
      await visit.goto(`/marketplaces/${panel.connectionId}`);
      await visit.sees('решить за 30 мин · предупредить за 10 мин · потом отказать');
      await visit.settles();

      await panel.sandboxOrder({ id: 'DL-1' });
      await visit.goto('/external-orders?sort=timeLeft');
      const row = page.getByRole('row', { name: /DL-1/ });
      await row.getByText(/^\d+ мин$/).waitFor();
      await visit.settles();

      await late(page, 12.5 * MINUTE_MS);
      await visit.goto('/external-orders');
      await row.getByText('просрочен 12 мин', { exact: true }).waitFor();
      expect(await visit.axe()).toEqual([]);
      await row.getByRole('link', { name: /DL-1/ }).click();
      await visit.sees('Решение просрочено на 12 мин');
      await visit.settles();
    });

    it('what is left goes by the service’s clock where the computer’s is wrong', async () => {
      await panel.sandboxOrder({ id: 'DL-3' });
      // In a window of its own, since its clock stays wrong.
      const visit = await panel.signIn(undefined, { viewport: { width: 1_303, height: 800 } });
      const { page } = visit;
      await page.addInitScript(() => {
        const RightDate = Date;
        const now = () => RightDate.now() + 3 * 3_600_000;
        class WrongDate extends RightDate {
          static override now = now;
          constructor(...parts: unknown[]) {
            super(...((parts.length > 0 ? parts : [now()]) as [number]));
          }
        }
        window.Date = WrongDate as DateConstructor;
        // What all tabs share has a clock of its own in this trial.
        Reflect.deleteProperty(window, 'SharedWorker');
      });
      await visit.goto('/external-orders?q=DL-3&sort=timeLeft');
      const row = page.getByRole('row', { name: /DL-3/ });
      await row.getByText(/^(29|30) мин$/).waitFor();
      await row.getByText('только что', { exact: true }).waitFor();
      await visit.settles();
    });

    it('a status says how long an item may stay in it, and the order shows what is left of it', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const statuses = (await panel.api.get('/order-statuses?perPage=200')).body.data;
      const { id } = statuses.find(({ name }: { name: string }) => name === 'В работе');
      await visit.goto(`/order-statuses/${id}`);
      await page.getByRole('textbox', { name: 'Срок в статусе, мин' }).fill('90');
      await page.getByRole('radio', { name: 'Перевести позиции в статус' }).check();
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Заполните это поле');
      await page.getByRole('combobox', { name: 'В какой статус' }).click();
      await page.getByRole('option', { name: 'Готово к выдаче' }).click();
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Сохранено');

      await panel.sandboxOrder({ id: 'DL-2' });
      const [received] = (await panel.api.get('/external-orders?q=DL-2')).body.data;
      const { body: accepted } = await panel.api.post(`/external-orders/${received.id}/accept`, {});
      const { items } = (await panel.api.get(`/orders/${accepted.orderId}`)).body;
      const itemIds = items.map((item: { id: string }) => item.id);
      await panel.api.post('/order-items/status', { itemIds, statusId: id });
      await visit.goto(`/orders/${accepted.orderId}`);
      await visit.sees(/осталось 1 ч/);
      await visit.settles();
    });
  });
