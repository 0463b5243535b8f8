import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';
import { acceptedOrder, tellInStatus } from '../support/orders.js';

export const wholeOrderRule = (panel: Panel) =>
  describe('two items are ready and the third is refused', () => {
    it('tells GettZap once that the whole order is ready, as the dialog foretold', async () => {
      const item = { status: 'ready', text: '{{ order_item.oem }} готово' };
      await tellInStatus(panel.api, 'Готово к выдаче', {
        item,
        order: { status: 'ready', text: 'Заказ {{ order.external_id }} готов' },
      });
      const order = await acceptedOrder(panel, 'J-9', [
        { id: '1', brand: 'BOSCH', number: 'A-1' },
        { id: '2', brand: 'MANN', number: 'B-2' },
        { id: '3', brand: 'NGK', number: 'C-3' },
      ]);
      const visit = await panel.signIn();
      await visit.tellsSoon();
      const { page } = visit;
      await visit.goto(`/orders/${order.id}`);
      const rows = page.getByRole('table', { name: 'Позиции' }).getByRole('row');
      await rows.filter({ hasText: 'A-1' }).getByRole('checkbox').check();
      await rows.filter({ hasText: 'B-2' }).getByRole('checkbox').check();
      await visit.sees('Выбрано 2 позиции');
      await page.keyboard.press('KeyS');
      const dialog = page.getByRole('dialog');
      // The next one stands there; another is chosen.
      await dialog.getByText('Изменятся 2 позиции').waitFor();
      await dialog.getByRole('combobox', { name: 'Статус' }).click();
      await page.getByRole('option', { name: 'Готово к выдаче' }).click();
      await dialog.getByText('GettZap получит 2 сообщения:').waitFor();
      expect(await visit.axe()).toEqual([]);
      await dialog.getByRole('button', { name: 'Установить статус' }).click();
      await visit.sees('Позиции в разных статусах: 2 — Готово к выдаче, 1 — Обрабатывается');
      await dialog.waitFor({ state: 'detached' });

      await page.getByRole('button', { name: /C-3.*Изменить статус/ }).click();
      await page.getByRole('menuitem', { name: 'Отказ' }).click();
      await dialog.getByText('GettZap получит 1 сообщение:').waitFor();
      await dialog.getByText('Заказ J-9 готов').waitFor();
      await dialog.getByText('GettZap не получит:').waitFor();
      await dialog.getByText('NGK C-3: для статуса не настроено уведомление о статусе позиции').waitFor();
      await dialog.getByRole('button', { name: 'Установить статус' }).click();
      await visit.sees('Готово к выдаче, 1 позиция в отказе');

      const told = await eventually(async () => {
        const requests = (await panel.requestsFor('J-9')).filter(({ body }) =>
          /готов/.test(String(JSON.stringify(body))),
        );
        expect(requests).toHaveLength(3);
        return requests;
      });
      expect(told.filter(({ path }) => path === '/v1/orders/J-9/status')).toHaveLength(1);
      await eventually(async () =>
        expect(await panel.ledgerOf('J-9')).toMatchObject({ status: 'ready', statusComment: 'Заказ J-9 готов' }),
      );
      await visit.sees('NGK C-3: «Обрабатывается» → «Отказ»');
      await visit.sees('Весь заказ теперь «Готово к выдаче»');
      await visit.settles();
    });

    it('shows what somebody else changes meanwhile and keeps what is chosen', async () => {
      const order = await acceptedOrder(panel, 'J-9b', [
        { id: '1', brand: 'BOSCH', number: 'D-1' },
        { id: '2', brand: 'MANN', number: 'E-2' },
      ]);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/orders/${order.id}`);
      const rows = page.getByRole('table', { name: 'Позиции' }).getByRole('row');
      await rows.filter({ hasText: 'D-1' }).getByRole('checkbox').check();
      const statusId = await tellInStatus(panel.api, 'В работе', {});
      await panel.api.post('/order-items/status', { itemIds: [order.items[1]!.id], statusId });
      await rows.filter({ hasText: 'E-2' }).getByText('В работе').waitFor();
      expect(await rows.filter({ hasText: 'D-1' }).getByRole('checkbox').isChecked()).toBe(true);
      await visit.sees('Выбрана 1 позиция');
    });
  });
