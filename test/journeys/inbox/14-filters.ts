import type { Panel } from '../support/panel.js';

export const filters = (panel: Panel) =>
  describe('filters of the inbox', () => {
    it('survive a reload and the back button', async () => {
      await panel.sandboxOrder({ id: 'FIL-1', customer: { name: 'Смирнова' } });
      await panel.sandboxOrder({ id: 'FIL-2', customer: { name: 'Орлов' } });
      await panel.sandboxCancel('FIL-2');
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'FIL-2' }).waitFor();
      await page.getByRole('textbox', { name: 'Поиск' }).fill('Орлов');
      await visit.sees('Поиск: Орлов');
      await page.getByRole('tab', { name: /^Отменены/ }).click();
      await page.getByText('По позициям', { exact: true }).click();
      const isAsChosen = async () => {
        await page.getByRole('table').getByRole('link', { name: 'FIL-2' }).first().waitFor();
        await page.getByText('Поиск: Орлов').waitFor();
        expect(await page.getByRole('table').getByRole('link', { name: 'FIL-1' }).count()).toBe(0);
        expect(await page.getByRole('tab', { name: /^Отменены/ }).getAttribute('aria-selected')).toBe('true');
        expect(await page.getByRole('radio', { name: 'По позициям' }).isChecked()).toBe(true);
      };
      await isAsChosen();
      await page.reload();
      await isAsChosen();
      await page.getByRole('table').getByRole('link', { name: 'FIL-2' }).first().click();
      await page.getByRole('heading', { level: 1, name: '№ FIL-2' }).waitFor();
      await page.goBack();
      await isAsChosen();
      await page.getByRole('table').getByRole('link', { name: 'FIL-2' }).first().click();
      await page.getByRole('main').getByRole('link', { name: 'Внешние заказы' }).click();
      await isAsChosen();
      await page.getByRole('button', { name: 'Сбросить фильтры' }).click();
      await page.getByRole('table').getByRole('link', { name: 'FIL-1' }).first().waitFor();
    });
  });
