import { eventually } from '../../support/eventually.js';
import { acceptedOrder, tellInStatus } from '../support/orders.js';
import type { Panel } from '../support/panel.js';

export const dividedItems = (panel: Panel) =>
  describe('two of four have arrived', () => {
    it('they get a status of their own, GettZap is told how many, and the paper has them as one', async () => {
      const item = { status: 'arrived', text: 'Пришло: {{ order_item.qnt }} шт.' };
      await tellInStatus(panel.api, 'Пришло на склад', { item });
      const positions = [{ id: '1', brand: 'BOSCH', number: 'F-1', quantity: 4 }];
      const order = await acceptedOrder(panel, 'J-33', positions);
      const visit = await panel.signIn();
      await visit.tellsSoon();
      const { page } = visit;
      await visit.goto(`/orders/${order.id}`);
      await page.getByRole('button', { name: /F-1.*Изменить статус/ }).click();
      await page.getByRole('menuitem', { name: 'Пришло на склад' }).click();
      const dialog = page.getByRole('dialog');
      const pieces = dialog.getByRole('textbox', { name: 'Сколько штук: BOSCH F-1' });
      const set = dialog.getByRole('button', { name: 'Установить статус' });

      await pieces.click();
      await page.keyboard.type('5');
      await dialog.getByText('от 1 до 4').waitFor();
      expect(await set.isDisabled()).toBe(true);
      await pieces.fill('2');
      await dialog.getByText('шт. из 4; 2 останутся в статусе «Обрабатывается»').waitFor();
      await dialog.getByText('BOSCH F-1, 2 шт. →').waitFor();
      await dialog.getByText('Пришло: 2 шт.').waitFor();
      expect(await visit.axe()).toEqual([]);
      await set.click();
      await dialog.waitFor({ state: 'detached' });

      const rows = page.getByRole('table', { name: 'Позиции' }).getByRole('row').filter({ hasText: 'F-1' });
      await rows.filter({ hasText: 'Пришло на склад' }).getByText('из 4').waitFor();
      expect(await rows.count()).toBe(2);
      await visit.sees('BOSCH F-1, 2 шт.: «Обрабатывается» → «Пришло на склад»');
      await eventually(async () =>
        expect((await panel.ledgerOf('J-33'))!.positions[0]).toMatchObject({
          status: 'arrived',
          statusComment: 'Пришло: 2 шт.',
          statusQuantity: 2,
        }),
      );
      await visit.settles();
      await visit.goto(`/orders/${order.id}/print`);
      await page.getByRole('cell', { name: '4', exact: true }).waitFor();
      expect(await page.getByRole('cell', { name: /BOSCH F-1/ }).count()).toBe(1);
    });

    it('undone, they are four again', async () => {
      const order = await acceptedOrder(panel, 'J-33b', [{ id: '1', brand: 'BOSCH', number: 'G-1', quantity: 4 }]);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/orders/${order.id}`);
      await visit.tellsLate();
      await page.getByRole('button', { name: /G-1.*Изменить статус/ }).click();
      await page.getByRole('menuitem', { name: 'В работе' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Сколько штук: BOSCH G-1' }).fill('1');
      await dialog.getByText('BOSCH G-1, 1 шт.').first().waitFor();
      await dialog.getByRole('button', { name: 'Установить статус' }).click();
      const rows = page.getByRole('table', { name: 'Позиции' }).getByRole('row').filter({ hasText: 'G-1' });
      await rows.filter({ hasText: 'В работе' }).waitFor();
      await page.getByRole('button', { name: 'Отменить' }).click();
      await eventually(async () => expect(await rows.count()).toBe(1));
      await visit.sees('Отменено: BOSCH G-1, 1 шт. снова «Обрабатывается», а не «В работе»');
      await visit.settles();
    });

    it('a preview that comes due while the status is being set is not asked for', async () => {
      const order = await acceptedOrder(panel, 'J-33c', [{ id: '1', brand: 'BOSCH', number: 'K-1', quantity: 4 }]);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/orders/${order.id}`);
      await page.getByRole('button', { name: /K-1.*Изменить статус/ }).click();
      await page.getByRole('menuitem', { name: 'В работе' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Сколько штук: BOSCH K-1' }).fill('1');
      await dialog.getByText('BOSCH K-1, 1 шт.').first().waitFor();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(...(/status$|preview$/.exec(request.url()) ?? [])));
      await page.route(/order-items\/status$/, async (route) => {
        const answer = await route.fetch();
        await page.waitForTimeout(500);
        await route.fulfill({ response: answer });
      });

      await dialog.evaluate(typeAndSubmit, 'Две придут завтра');
      await dialog.waitFor({ state: 'detached' });
      await visit.settles();
      expect(asked).toEqual(['status']);
    });
  });

/** In less time than typing waits for, however slow the machine is. */
async function typeAndSubmit(dialog: Element, comment: string): Promise<void> {
  dialog.querySelector('textarea')!.focus();
  document.execCommand('insertText', false, comment);
  await Promise.resolve();
  dialog.querySelector<HTMLButtonElement>('button[type="submit"]')!.click();
}
