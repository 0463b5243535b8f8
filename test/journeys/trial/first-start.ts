import { hold } from '../support/hold.js';
import { MENU } from '../support/menu.js';
import type { Panel } from '../support/panel.js';

const PRINTED = 'Почта и пароль администратора напечатаны в консоли при первом запуске.';

export const firstStart = (panel: Panel) =>
  describe('first start', () => {
    it('signs in with what the console printed, finds a page behind every entry of the menu, and signs out', async () => {
      const visit = await panel.visit();
      const { page } = visit;
      await visit.goto('/');
      await visit.sees(PRINTED);
      await visit.signIn(panel.admin);
      const entries = page.getByRole('navigation').getByRole('link');
      await entries.first().waitFor();
      const addresses = await entries.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      expect(addresses).toEqual(MENU);
      for (const address of MENU) {
        await page.getByRole('navigation').locator(`a[href="${address}"]`).click();
        await page.waitForURL((url) => url.pathname === address);
        await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
        expect(await page.getByText(/^(Не найдено|Такой страницы нет)$/).count()).toBe(0);
        await visit.settles();
      }

      await page.getByRole('link', { name: /^Профиль/ }).click();
      await page.getByRole('button', { name: 'Выйти' }).click();
      await page.getByRole('heading', { name: 'Вход' }).waitFor();
      await visit.goto('/orders');
      await page.getByRole('heading', { name: 'Вход' }).waitFor();
      await visit.settles();
      expect(await page.getByText(PRINTED).count()).toBe(0);
    });

    it('signing out lets go of what is still being asked, so that nothing is asked as nobody', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const isStatus = (request: { url(): string }) => request.url().endsWith('/marketplace-connections/status');
      const isOver = Promise.race([
        page.waitForEvent('requestfailed', isStatus),
        page.waitForEvent('requestfinished', isStatus),
      ]);
      const sayIt = await hold(page, '**/marketplace-connections/status');
      await page.route('**/auth/logout', async (route) => {
        const response = await route.fetch();
        sayIt();
        await isOver;
        await route.fulfill({ response });
      });
      await visit.goto('/profile');
      await page.getByRole('button', { name: 'Выйти' }).click();
      await page.getByRole('heading', { name: 'Вход' }).waitFor();
    });

    it('refuses a wrong password in words', async () => {
      const visit = await panel.visit();
      visit.allow(/status of 401 .*\/api\/auth\/login/);
      await visit.goto('/');
      await visit.page.getByLabel('Эл. почта').fill(panel.admin.email);
      await visit.page.getByRole('textbox', { name: 'Пароль' }).fill('not this one');
      await visit.page.getByRole('button', { name: 'Войти' }).click();
      await visit.sees('Неверная почта или пароль.');
    });
  });
