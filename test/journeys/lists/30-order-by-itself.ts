import { acceptedOrder, tellInStatus } from '../support/orders.js';
import type { Panel } from '../support/panel.js';

const ABOUT = {
  customer: { name: 'Фёдорова Ольга', phone: '+7 911 777-66-55', email: 'olga@example.com' },
  delivery: { type: 'courier', address: 'Псков, Зелёная, 5' },
  comment: 'Звонить днём',
};

export const orderByItself = (panel: Panel) =>
  describe('a manager works an order without looking anywhere else', () => {
    it('finds it by the address, and sees buyer, delivery, comment, terms and sums in the list, on the page and on paper', async () => {
      await panel.sandboxOrder({
        ...ABOUT,
        id: 'SELF-1',
        positions: [
          { id: '1', number: 'SELF-A', quantity: 1, price: '1000.00', delivery_days: 3 },
          { id: '2', number: 'SELF-B', quantity: 2, price: '500.00' },
        ],
      });
      const [external] = (await panel.api.get('/external-orders?q=SELF-1')).body.data;
      await panel.api.post(`/external-orders/${external.id}/accept`, {
        positions: [{ id: external.positions[0].id }],
      });
      await panel.api.post(`/external-orders/${external.id}/refuse`);
      await acceptedOrder(panel, 'SELF-2', [{ id: '1' }]);
      const visit = await panel.signIn();
      const { page } = visit;

      await visit.goto('/orders');
      await page.getByRole('textbox', { name: 'Поиск' }).fill('федорова зеленая');
      const row = page.getByRole('row', { name: /SELF-1/ });
      await page.getByRole('row', { name: /SELF-2/ }).waitFor({ state: 'detached' });
      for (const text of ['Фёдорова Ольга', '+7 911 777-66-55', /Курьер: Псков/, /^из 2\s000,00\s₽$/]) {
        await row.getByText(text).first().waitFor();
      }
      expect(await visit.axe()).toEqual([]);

      await row.getByRole('link', { name: /^\d+$/ }).click();
      await page.getByRole('heading', { name: 'Покупатель и доставка' }).waitFor();
      const sums = /^1\s000,00\s₽ из 2\s000,00\s₽$/;
      for (const text of ['Фёдорова Ольга', 'Курьер: Псков, Зелёная, 5', 'Звонить днём', sums, 'Срок: 3 дня']) {
        await page.getByText(text).first().waitFor();
      }
      await page.getByRole('link', { name: '+7 911 777-66-55' }).waitFor();
      await page.getByRole('button', { name: 'Скопировать +7 911 777-66-55' }).waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);

      await page.getByRole('link', { name: 'Печатная форма' }).click();
      const sheet = page.getByRole('region', { name: /Печатная форма заказа/ });
      for (const text of ['Фёдорова Ольга', 'Курьер: Псков, Зелёная, 5', '3 дня'])
        await sheet.getByText(text).waitFor();
    });

    it('the list is sorted by the sum that it shows: what was accepted, with what is left of it', async () => {
      const positions = (price: string) => ['1', '2'].map((id) => ({ id, quantity: 1, price }));
      const dearer = await acceptedOrder(panel, 'SUM-1', positions('900.00'));
      await acceptedOrder(panel, 'SUM-2', positions('700.00'));
      const statusId = await tellInStatus(panel.api, 'Отказ', {});
      await panel.api.post('/order-items/status', { itemIds: [dearer.items[0]!.id], statusId });
      const visit = await panel.signIn();
      await visit.goto('/orders?q=SUM-&sort=-total');
      const rows = visit.page.getByRole('row').filter({ hasText: 'SUM-' });
      await rows.nth(1).waitFor();
      await rows
        .nth(0)
        .getByText(/^1\s800,00\s₽/)
        .waitFor();
      await rows
        .nth(0)
        .getByText(/^ост\. 900,00\s₽$/)
        .waitFor();
      await rows
        .nth(1)
        .getByText(/^1\s400,00\s₽$/)
        .waitFor();
      await visit.screenshot('orders-by-sum');
    });

    it('the inbox is sorted by the sum that it shows: what was ordered, with what was accepted of it', async () => {
      const order = async (id: string, prices: string[]) => {
        const positions = prices.map((price, line) => ({ id: String(line + 1), quantity: 1, price }));
        await panel.sandboxOrder({ id, positions });
        return (await panel.api.get(`/external-orders?q=${id}`)).body.data[0];
      };
      const dearest = await order('ASKED-1', ['900.00', '100.00']);
      await order('ASKED-2', ['800.00']);
      const refused = await order('ASKED-3', ['700.00']);
      await panel.api.post(`/external-orders/${dearest.id}/accept`, { positions: [{ id: dearest.positions[1].id }] });
      await panel.api.post(`/external-orders/${dearest.id}/refuse`);
      await panel.api.post(`/external-orders/${refused.id}/refuse`);
      const visit = await panel.signIn();
      await visit.goto('/external-orders?q=ASKED-&sort=-total');
      await visit.page.getByRole('button', { name: 'Сортировать: Заказано' }).waitFor();
      const rows = visit.page.getByRole('row').filter({ hasText: 'ASKED-' });
      await rows.nth(2).waitFor();
      const sums: Array<Array<string | RegExp>> = [
        ['ASKED-1', /^1\s000,00\s₽/, /^прин\. 100,00\s₽$/],
        ['ASKED-2', /^800,00\s₽$/],
        ['ASKED-3', /^700,00\s₽$/],
      ];
      for (const [row, texts] of sums.entries())
        for (const text of texts) await rows.nth(row).getByText(text).first().waitFor();
      expect(await visit.axe()).toEqual([]);
      await visit.screenshot('inbox-by-sum');
    });

    it('finds what came in by GettZap’s number', async () => {
      await panel.sandboxOrder({ id: 'SELF-J-77', positions: [{ id: '1' }] });
      const visit = await panel.signIn();
      await visit.goto('/gettzap-messages');
      await visit.page.getByRole('textbox', { name: 'Поиск' }).fill('j-77');
      await visit.page.getByRole('link', { name: 'SELF-J-77' }).waitFor();
      await visit.page.getByRole('link', { name: 'SELF-1' }).waitFor({ state: 'detached' });
    });
  });
