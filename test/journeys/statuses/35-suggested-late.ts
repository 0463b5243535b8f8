import { eventually } from '../../support/eventually.js';
import { hold } from '../support/hold.js';
import { acceptedOrder } from '../support/orders.js';
import type { Panel } from '../support/panel.js';

export const suggestedLate = (panel: Panel) =>
  describe('the directory of statuses comes after the dialog was opened', () => {
    /** The dialog of an order that was just opened, with the keyboard in its field, and what lets the directory come. */
    async function opened(id: string, colleague: string) {
      const order = await acceptedOrder(panel, id, [{ id: '1', brand: 'BOSCH', number: 'M-1' }]);
      const visit = await panel.signIn(await panel.addPerson(colleague, ['manager']));
      const { page } = visit;
      const comes = await hold(page, '**/api/order-statuses?*');
      await visit.goto(`/orders/${order.id}`);
      await page.getByRole('button', { name: 'Статус всего заказа' }).click();
      const field = page.getByRole('dialog').getByRole('combobox', { name: 'Статус' });
      await eventually(async () => expect(await field.evaluate((it) => it === document.activeElement)).toBe(true));
      return { visit, page, field, comes };
    }

    it('typing takes the place of what is suggested then', async () => {
      const { visit, page, field, comes } = await opened('J-35', 'yana');
      comes();
      await eventually(async () => expect(await field.inputValue()).toBe('В работе'));
      await eventually(async () =>
        expect(await field.evaluate((it: HTMLInputElement) => it.selectionEnd! - it.selectionStart!)).toBe(8),
      );
      await page.keyboard.type('выда');
      expect(await field.inputValue()).toBe('выда');
      await page.getByRole('option', { name: 'Выдано' }).waitFor();
      await visit.settles();
    });

    it('what was typed before stays', async () => {
      const { visit, page, field, comes } = await opened('J-35b', 'yulia');
      await page.keyboard.type('выд');
      comes();
      await page.getByRole('option', { name: 'Выдано' }).waitFor();
      await page.keyboard.type('ано');
      expect(await field.inputValue()).toBe('выдано');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('Изменится 1 позиция').waitFor();
      expect(await field.inputValue()).toBe('Выдано');
      await visit.settles();
    });
  });
