import type { Panel } from '../support/panel.js';
import { tellInStatus } from '../support/orders.js';

/** Would show itself in three ways if it were anything but text. */
const evil = (field: string) =>
  `<script>document.title='${field}'</script><img src=x onerror="window.hasRun='${field}'"><b>${field}</b>`;

export const scriptsAreText = (panel: Panel) =>
  describe('an order with a script in every field', () => {
    it('is shown as the text that it is, everywhere', async () => {
      const text = 'Заказ {{ order.external_id }}: {{ comment }}';
      const statusId = await tellInStatus(panel.api, 'В работе', {
        order: { status: evil('status').slice(0, 255), text },
      });
      await panel.sandboxOrder({
        id: evil('id'),
        comment: evil('comment'),
        customer: { name: evil('customer'), phone: evil('phone'), email: evil('email') },
        delivery: { type: evil('type'), address: evil('address') },
        positions: [
          {
            id: evil('position'),
            brand: evil('brand'),
            number: evil('number'),
            name: evil('name'),
            comment: evil('remark'),
          },
        ],
      });
      const [external] = (await panel.api.get('/external-orders')).body.data;
      await panel.api.post(`/external-orders/${external.id}/accept`);
      const { orderId } = (await panel.api.get(`/external-orders/${external.id}`)).body;
      const order = (await panel.api.get(`/orders/${orderId}`)).body;
      const change = { itemIds: [order.items[0].id], statusId, comment: evil('said') };
      expect((await panel.api.post('/order-items/status', change)).status).toBe(200);

      const visit = await panel.signIn();
      const { page } = visit;
      const shown: Record<string, string[]> = {
        '/orders': ['id', 'number', 'name'],
        [`/orders/${orderId}`]: [
          'id',
          'number',
          'name',
          'remark',
          'customer',
          'phone',
          'email',
          'address',
          'comment',
          'said',
          'status',
        ],
        [`/orders/${orderId}/print`]: ['id', 'number', 'name', 'customer', 'phone', 'address', 'comment'],
        '/external-orders': ['id'],
        [`/external-orders/${external.id}`]: ['id', 'number', 'name', 'customer', 'comment'],
        '/gettzap-notifications': ['id'],
        '/gettzap-messages': [],
      };
      for (const [path, fields] of Object.entries(shown)) {
        await visit.goto(path);
        for (const field of fields) await visit.sees(`<b>${field}</b>`);
        await visit.settles();
        expect(await page.title()).toMatch(/partsdesk$/);
        const ran = await page.evaluate(() => (globalThis as { hasRun?: string }).hasRun);
        expect(ran).toBeUndefined();
        expect(await page.locator('main script, main img[src="x"], main b').count()).toBe(0);
      }
    });
  });
