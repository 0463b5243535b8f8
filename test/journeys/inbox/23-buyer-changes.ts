import type { Panel } from '../support/panel.js';
import { acceptedOrder } from '../support/orders.js';

export const buyerChanges = (panel: Panel) =>
  describe('the buyer changes the address after acceptance', () => {
    const moved = { delivery: { type: 'courier', address: 'Тула, Мира, 7' } };

    it('and the order, the lists and the printed form say so, until somebody has noted it', async () => {
      const order = await acceptedOrder(panel, 'ADR-1', [{ id: '1', quantity: 2 }]);
      await panel.sandboxUpdate('ADR-1', moved);
      const visit = await panel.signIn(await panel.addPerson('vera', ['manager']));
      const { page } = visit;

      for (const list of ['/external-orders', '/orders']) {
        await visit.goto(`${list}?q=ADR-1&flag=changedAfterDecision`);
        const row = page.getByRole('row').filter({ hasText: 'ADR-1' });
        await row.getByText('Изменён', { exact: true }).waitFor();
      }
      expect(await visit.axe()).toEqual([]);

      await page.getByRole('link', { name: order.id, exact: true }).click();
      const bar = page.getByRole('alert').filter({ hasText: 'Покупатель изменил заказ после решения' });
      await bar.getByText(/^адрес: .* → Тула, Мира, 7$/).waitFor();
      const facts = page.getByRole('main').getByRole('insertion').filter({ hasText: 'Тула, Мира, 7' });
      await facts.first().waitFor();
      expect(await visit.axe()).toEqual([]);

      await page.getByRole('link', { name: 'Печатная форма' }).click();
      await page.getByText(/^Изменён покупателем: .*адрес: .* → Тула, Мира, 7$/).waitFor();
      await page.goBack();

      await bar.getByRole('button', { name: 'Учтено' }).click();
      await visit.sees(/^Учтено: vera, /);
      await page.getByText('Изменён после решения', { exact: true }).waitFor({ state: 'detached' });
      await facts.first().waitFor();
      await page.getByText('Изменение покупателя учтено').waitFor();
      expect(await visit.axe()).toEqual([]);
    });

    it('and the external order shows old → new at its fields and rows', async () => {
      const { externalOrderId } = await acceptedOrder(panel, 'ADR-2', [{ id: '1', brand: 'BOSCH', quantity: 2 }]);
      await panel.sandboxUpdate('ADR-2', { ...moved, positions: [{ id: '1', quantity: 3 }] });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/external-orders/${externalOrderId}`);
      const row = page.getByRole('table', { name: 'Позиции' }).getByRole('row').filter({ hasText: 'BOSCH' });
      await row.getByRole('deletion').filter({ hasText: /^2$/ }).waitFor();
      await row.getByRole('insertion').filter({ hasText: /^3$/ }).waitFor();
      await visit.sees('Тула, Мира, 7');
      expect(await page.getByText('последнем сообщении').count()).toBe(0);
    });

    it('very often: the newest of the history is shown, the rest when it is asked for', async () => {
      const { id, externalOrderId } = await acceptedOrder(panel, 'ADR-4', [{ id: '1' }]);
      for (let n = 1; n <= 60; n += 1) await panel.sandboxUpdate('ADR-4', { comment: `Комментарий ${n}` });
      const visit = await panel.signIn();
      const { page } = visit;
      for (const [path, first] of [
        [`/external-orders/${externalOrderId}`, 'Заказ поступил'],
        [`/orders/${id}`, /^Заказ создан/],
      ] as const) {
        await visit.goto(path);
        const more = page.getByRole('button', { name: /^Показать более ранние: \d+$/ });
        await more.waitFor();
        expect(await page.getByText(first).count()).toBe(0);
        expect(await visit.axe()).toEqual([]);
        await more.click();
        await visit.sees(first);
        expect(await more.count()).toBe(0);
      }
    });

    it('before the decision: the new value is in the order, the old one beside it', async () => {
      await panel.sandboxOrder({ id: 'ADR-3', comment: 'Позвоните' });
      await panel.sandboxUpdate('ADR-3', { comment: 'Не звоните' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?q=ADR-3');
      await page.getByRole('link', { name: 'ADR-3' }).click();
      await page.getByRole('deletion').filter({ hasText: 'Позвоните' }).waitFor();
      await page.getByRole('insertion').filter({ hasText: 'Не звоните' }).waitFor();
      expect(await page.getByRole('button', { name: 'Учтено' }).count()).toBe(0);
    });
  });
