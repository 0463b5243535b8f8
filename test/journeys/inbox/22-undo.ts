import { eventually } from '../../support/eventually.js';
import { tellInStatus } from '../support/orders.js';
import type { Panel } from '../support/panel.js';

export const undoing = (panel: Panel) =>
  describe('a manager takes back what was a slip', () => {
    const stateOf = async (id: string) => (await panel.api.get(`/external-orders?q=${id}`)).body.data[0].state;
    const noticesOf = async (id: string) => {
      const [{ id: order }] = (await panel.api.get(`/external-orders?q=${id}`)).body.data;
      const { notifications } = (await panel.api.get(`/external-orders/${order}`)).body;
      return notifications.map(({ state, reason }: Record<string, string>) =>
        [state, reason].filter(Boolean).join(' '),
      );
    };

    it('by the mouse, on the page of the order', async () => {
      await panel.sandboxOrder({ id: 'UNDO-1' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await visit.tellsLate();
      await page.getByRole('link', { name: 'UNDO-1' }).click();
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      const toast = page.getByRole('alert').filter({ hasText: 'Заказ принят' });
      expect(await visit.axe()).toEqual([]);
      await toast.getByRole('button', { name: 'Отменить' }).click();
      await visit.sees('Отменено: всё как было, GettZap ничего не узнал');
      await page.getByRole('button', { name: 'Принять', exact: true }).waitFor();
      await page.getByRole('main').getByText('Решение отменено, GettZap о нём не узнал').first().waitFor();
      expect(await stateOf('UNDO-1')).toBe('new');
      expect(await noticesOf('UNDO-1')).toEqual(['cancelled undone']);
    });

    it('by a button that stays where it is while other things are told', async () => {
      await panel.sandboxOrder({ id: 'UNDO-8' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await visit.tellsLate();
      await page.getByRole('link', { name: 'UNDO-8' }).click();
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      const toast = page.getByRole('alert').filter({ hasText: 'Заказ принят' });
      await toast.waitFor();
      await visit.settles();
      const place = await toast.boundingBox();
      await panel.sandboxOrder({ id: 'UNDO-9' });
      const note = page.getByRole('alert').filter({ hasText: 'UNDO-9' });
      await note.waitFor();
      await visit.settles();
      expect(await toast.boundingBox()).toEqual(place);
      const { y, height } = (await note.boundingBox())!;
      expect(y + height).toBeLessThan(place!.y);
      expect(await visit.axe()).toEqual([]);
      await visit.screenshot('toasts');
      await note.getByRole('button', { name: 'Закрыть' }).click();
      await toast.getByRole('button', { name: 'Отменить' }).click();
      await visit.sees('Отменено: всё как было, GettZap ничего не узнал');
    });

    it('by Z, of many in the list', async () => {
      for (const id of ['UNDO-2', 'UNDO-3']) await panel.sandboxOrder({ id });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?q=UNDO');
      await visit.tellsLate();
      await page.getByRole('link', { name: 'UNDO-3' }).waitFor();
      for (const id of ['UNDO-2', 'UNDO-3']) await page.getByRole('row', { name: id }).getByRole('checkbox').click();
      await visit.sees('Выбрано 2');
      await page.keyboard.press('KeyA');
      await page.getByRole('alert').filter({ hasText: '2 принято' }).waitFor();
      await page.keyboard.press('KeyZ');
      await visit.sees('Отменено: всё как было, GettZap ничего не узнал');
      expect([await stateOf('UNDO-2'), await stateOf('UNDO-3')]).toEqual(['new', 'new']);
    });

    it('not once the client has cancelled it: the page says so', async () => {
      await panel.sandboxOrder({ id: 'UNDO-4' });
      const visit = await panel.signIn();
      visit.allow(/status of 409 .*\/undo/);
      const { page } = visit;
      await visit.goto('/external-orders');
      await visit.tellsLate();
      await page.getByRole('link', { name: 'UNDO-4' }).click();
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      await page.getByRole('alert').filter({ hasText: 'Заказ принят' }).waitFor();
      await panel.sandboxCancel('UNDO-4');
      await page.keyboard.press('KeyZ');
      await page.getByRole('alert').filter({ hasText: 'Не отменилось' }).waitFor();
      expect(await stateOf('UNDO-4')).toBe('cancelled');
    });

    it('not after some seconds: the offer goes, and GettZap is told', async () => {
      await panel.sandboxOrder({ id: 'UNDO-5' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'UNDO-5' }).click();
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      const toast = page.getByRole('alert').filter({ hasText: 'Заказ принят' });
      await toast.waitFor();
      expect(await panel.requestsFor('UNDO-5')).toEqual([]);
      await toast.waitFor({ state: 'detached' });
      await eventually(async () => expect(await panel.ledgerOf('UNDO-5')).toMatchObject({ status: 'accepted' }));
    });

    it('a status, too', async () => {
      await tellInStatus(panel.api, 'В работе', { order: { status: 'in_work', text: 'Заказ в работе' } });
      await panel.sandboxOrder({ id: 'UNDO-6' });
      const [{ id }] = await eventually(async () => {
        const { data } = (await panel.api.get('/external-orders?q=UNDO-6')).body;
        expect(data).toHaveLength(1);
        return data;
      });
      const { orderId } = (await panel.api.post(`/external-orders/${id}/accept`, {})).body;
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/orders/${orderId}`);
      await visit.tellsLate();
      // The heading is there before the order is, and the key only with the order.
      await page.getByRole('button', { name: 'Статус всего заказа' }).waitFor();
      await page.keyboard.press('KeyS');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: 'Статус' }).click();
      await page.getByRole('option', { name: 'В работе' }).click();
      await dialog.getByRole('button', { name: 'Установить статус' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('main').getByText('В работе', { exact: true }).first().waitFor();
      await page.keyboard.press('KeyZ');
      await visit.sees('Отменено: всё как было, GettZap ничего не узнал');
      await page
        .getByRole('main')
        .getByText(/^Отменено: .* снова/)
        .waitFor();
    });

    it('a refusal that was told is decided once more', async () => {
      await panel.sandboxOrder({ id: 'UNDO-7' });
      const visit = await panel.signIn();
      await visit.tellsSoon();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'UNDO-7' }).click();
      await page.getByRole('button', { name: 'Отказать', exact: true }).click();
      await eventually(async () => expect(await panel.ledgerOf('UNDO-7')).toMatchObject({ status: 'refused' }));
      await page.getByRole('button', { name: 'Вернуть в решение' }).click();
      await page.getByRole('main').getByText('Отказ снят, заказ снова ждёт решения').first().waitFor();
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      await eventually(async () => expect(await panel.ledgerOf('UNDO-7')).toMatchObject({ status: 'accepted' }));
    });
  });
