import { acceptedOrder } from '../support/orders.js';
import type { Panel } from '../support/panel.js';

export const setMeanwhile = (panel: Panel) =>
  describe('a colleague sets a status while the dialog is open', () => {
    const part = (id: string, number: string) => ({ id, brand: 'BOSCH', number });
    const colleagueSets = async (items: Array<{ id: string }>, name: string) => {
      const { data } = (await panel.api.get('/order-statuses?perPage=200')).body;
      const { id: statusId } = data.find((status: { name: string }) => status.name === name);
      await panel.api.post('/order-items/status', { itemIds: items.map(({ id }) => id), statusId });
    };
    const statusesOf = async ({ id }: { id: string }) =>
      (await panel.api.get(`/orders/${id}`)).body.items.map((item: { status: { name: string } }) => item.status.name);

    it('of an order: it is not overwritten, said in words, and decided again', async () => {
      const order = await acceptedOrder(panel, 'J-34', [part('1', 'M-1'), part('2', 'M-2')]);
      const visit = await panel.signIn(await panel.addPerson('vera', ['manager']));
      const { page } = visit;
      await visit.goto(`/orders/${order.id}`);
      await page.getByRole('button', { name: 'Статус всего заказа' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: 'Статус' }).fill('Выдано');
      await page.getByRole('option', { name: 'Выдано' }).click();
      await dialog.getByText('Изменятся 2 позиции').waitFor();
      await colleagueSets([order.items[1]!], 'Пришло на склад');
      await page.getByRole('table', { name: 'Позиции', includeHidden: true }).getByText('Пришло на склад').waitFor();

      visit.allow(/status of 409 .*order-items\/status/);
      await dialog.getByRole('button', { name: 'Установить статус' }).click();
      const alert = dialog.getByRole('alert').filter({ hasText: 'Изменено другим пользователем' });
      await alert.getByText(/BOSCH M-2: уже «Пришло на склад» \(.+\)/).waitFor();
      expect(await alert.getByText('M-1').count()).toBe(0);
      expect(await statusesOf(order)).toEqual(['Обрабатывается', 'Пришло на склад']);
      expect(await visit.axe()).toEqual([]);
      await visit.screenshot('34-set-meanwhile');

      await alert.getByRole('button', { name: 'Обновить' }).click();
      await alert.waitFor({ state: 'detached' });
      await dialog.getByRole('button', { name: 'Установить статус' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await statusesOf(order)).toEqual(['Выдано', 'Выдано']);
      await visit.settles();
    });

    it('of several orders: the others are changed, and that one is told', async () => {
      const one = await acceptedOrder(panel, 'J-34b', [part('1', 'M-3')]);
      const other = await acceptedOrder(panel, 'J-34c', [part('1', 'M-4')]);
      const visit = await panel.signIn(await panel.addPerson('zoya', ['manager']));
      const { page } = visit;
      await visit.goto('/orders?q=J-34');
      await page.getByRole('checkbox', { name: `№ ${one.id}` }).check();
      await page.getByRole('checkbox', { name: `№ ${other.id}` }).check();
      await page.getByRole('button', { name: 'Установить статус' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Изменятся 2 позиции').waitFor();
      await colleagueSets(one.items, 'Выдано');
      await dialog.getByRole('button', { name: 'Установить статус' }).click();
      const alert = dialog.getByRole('alert').filter({ hasText: 'Изменено другим пользователем' });
      await alert.getByText(`Заказ № ${one.id}, BOSCH M-3: уже «Выдано»`).waitFor();
      await visit.sees('Статус изменён у 1 позиции');
      expect(await statusesOf(one)).toEqual(['Выдано']);
      expect(await statusesOf(other)).not.toEqual(['Обрабатывается']);

      await alert.getByRole('button', { name: 'Обновить' }).click();
      await alert.waitFor({ state: 'detached' });
      await dialog.getByText(`Заказ № ${one.id}`, { exact: true }).waitFor();
      await dialog.getByRole('button', { name: 'Отмена' }).click();
      expect(await statusesOf(one)).toEqual(['Выдано']);
      await visit.settles();
    });
  });
