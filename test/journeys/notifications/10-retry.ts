import { eventually } from '../../support/eventually.js';
import { acceptedOrder, tellInStatus } from '../support/orders.js';
import type { Panel } from '../support/panel.js';

export const retry = (panel: Panel) =>
  describe('GettZap is out of order for a while', () => {
    it('is seen on the order with the next try, and turns green by itself', async () => {
      await tellInStatus(panel.api, 'В работе', { order: { status: 'in_work', text: 'Заказ в работе' } });
      const order = await acceptedOrder(panel, 'J-10', [{ id: '1', brand: 'BOSCH', number: 'A-1' }]);
      await eventually(async () => expect(await panel.requestsFor('J-10')).not.toHaveLength(0));
      const visit = await panel.signIn();
      await visit.tellsSoon();
      const { page } = visit;
      await visit.goto(`/orders/${order.id}`);
      await panel.sandboxTrouble({ kind: '503' });

      await page.getByRole('button', { name: /A-1.*Изменить статус/ }).click();
      await page.getByRole('menuitem', { name: 'В работе' }).click();
      await page.getByRole('dialog').getByText('Заказ в работе').waitFor();
      await page.keyboard.press('Enter');
      const told = page.getByRole('list', { name: 'Уведомления GettZap' }).getByRole('listitem');
      const line = told.filter({ hasText: 'Статус всего заказа' });
      await line.getByText('Будет повтор').waitFor();
      await line.getByText(/GettZap ответил ошибкой: 503.*[Пп]овторим/).waitFor();
      expect(await visit.axe()).toEqual([]);

      await panel.sandboxTrouble();
      await line.getByText('Доставлено').waitFor();
      await line.getByText('Будет повтор').waitFor({ state: 'detached' });
      expect(await panel.ledgerOf('J-10')).toMatchObject({ status: 'in_work', statusComment: 'Заказ в работе' });
      await visit.settles();
    });

    it('a pause that is ended says what came of it: refused again, or sent', async () => {
      await panel.sandboxTrouble({ kind: '401' });
      await acceptedOrder(panel, 'J-10P', [{ id: '1' }]);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/gettzap-notifications');
      const bars = page.getByRole('status').filter({ hasText: 'отправка приостановлена' });
      await bars.waitFor();
      await page.getByRole('button', { name: 'Возобновить' }).click();
      await visit.sees(/GettZap снова не принял логин, пароль или ключ \(401\)/);
      await bars.waitFor();
      expect(await page.getByText('Отправка возобновлена').count()).toBe(0);
      expect(await visit.axe()).toEqual([]);

      await panel.sandboxTrouble();
      await page.getByRole('button', { name: 'Возобновить' }).click();
      await visit.sees('Отправка возобновлена');
      await bars.waitFor({ state: 'detached' });
      await visit.settles();
    });
  });
