import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

export const acceptAll = (panel: Panel) =>
  describe('a manager accepts a whole order', () => {
    it('sees beforehand what GettZap gets, and GettZap gets just that', async () => {
      const maria = await panel.addPerson('maria', ['manager']);
      await panel.sandboxOrder({ id: 'ALL-1', positions: [{ id: '1' }, { id: '2' }] });
      const visit = await panel.signIn(maria);
      await visit.tellsSoon();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'ALL-1' }).click();
      const outlook = page.getByRole('region', { name: 'GettZap получит' });
      await outlook.getByText('Заказ принят').waitFor();
      await eventually(async () => expect(await outlook.getByRole('listitem').count()).toBe(1));

      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      await page
        .getByRole('link', { name: /^Заказ № \d+$/ })
        .first()
        .waitFor();
      await eventually(async () => expect(await panel.ledgerOf('ALL-1')).toMatchObject({ status: 'accepted' }));
      const { data } = (await panel.api.get('/external-orders?q=ALL-1')).body;
      const { body: detail } = await panel.api.get(`/external-orders/${data[0].id}`);
      expect(detail).toMatchObject({ state: 'accepted', notifications: [{ kind: 'order_accepted' }] });
      const [request] = await panel.requestsFor('ALL-1');
      expect(JSON.stringify(request)).toContain(JSON.stringify(detail.notifications[0].text).slice(1, -1));

      const orders = (await panel.api.get('/orders?q=ALL-1')).body.data;
      expect(orders).toHaveLength(1);
      await visit.goto('/orders');
      await page.getByRole('table').getByText('ALL-1').first().waitFor();
    });

    it('by a double click, and is told of one decision', async () => {
      await panel.sandboxOrder({ id: 'ALL-2' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?q=ALL-2');
      await page.getByRole('link', { name: 'ALL-2' }).click();
      await page.getByRole('button', { name: 'Принять', exact: true }).dblclick();
      await page.getByText('Заказ принят', { exact: true }).first().waitFor();
      await visit.settles();
      expect(await page.getByText('Решение не сохранено').count()).toBe(0);
    });
  });
