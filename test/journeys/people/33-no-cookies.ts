import type { Panel } from '../support/panel.js';

export const noCookies = (panel: Panel) =>
  describe('a browser that keeps no cookie', () => {
    it('is told so at the sign-in, and what to do, instead of being asked once more', async () => {
      const visit = await panel.visit();
      const { page } = visit;
      await visit.goto('/orders');
      await page.evaluate(() => {
        const { fetch } = window;
        window.fetch = (asked, options) => fetch(asked, { ...options, credentials: 'omit' });
      });
      await page.getByLabel('Эл. почта').fill(panel.admin.email);
      await page.getByRole('textbox', { name: 'Пароль' }).fill(panel.admin.password);
      await page.getByRole('button', { name: 'Войти' }).click();
      await page.getByRole('alert').getByText('Браузер не сохранил вход. Разрешите этому сайту').waitFor();
      expect(await page.getByLabel('Эл. почта').inputValue()).toBe(panel.admin.email);
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
    });
  });
