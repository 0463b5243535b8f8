import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

export const sessions = (panel: Panel) =>
  describe('who is signed in, and what was done', () => {
    it('an administrator ends a user’s sessions, and the log tells who did it', async () => {
      const nina = await panel.addPerson('nina', ['observer']);
      const theirs = await panel.signIn(nina);
      await theirs.goto('/orders');
      await theirs.settles();

      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/users');
      await page.getByRole('button', { name: /Сеансы: nina$/ }).click();
      const dialog = page.getByRole('dialog', { name: 'Сеансы: nina' });
      await dialog.getByText('Chrome, Linux').waitFor();
      expect(await visit.axe()).toEqual([]);
      await dialog.getByRole('button', { name: 'Завершить сеанс: Chrome, Linux' }).click();
      await dialog.getByText('Открытых сеансов нет').waitFor();
      theirs.allow(/status of 401/);
      await theirs.goto('/orders');
      await theirs.sees('Вход');

      await visit.goto('/audit?action=end_sessions');
      await page.getByRole('table', { name: 'Журнал действий' }).getByText('Завершено сеансов: 1').click();
      const drawer = page.getByRole('dialog', { name: 'Завершение сеансов' });
      await drawer.getByRole('link', { name: 'Пользователь «nina»' }).waitFor();
      const row = drawer.getByRole('table', { name: 'Изменения' }).getByRole('row').last();
      expect(await row.getByRole('cell').allTextContents()).toEqual(['Завершено сеансов', '1']);
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
    });

    it('one ends one’s other sessions in the profile, and stays signed in here', async () => {
      const anna = await panel.addPerson('ulyana', ['manager']);
      const [here, there, elsewhere] = [await panel.signIn(anna), await panel.signIn(anna), await panel.signIn(anna)];
      await here.goto('/profile');
      await here.sees('этот сеанс');
      await here.page.getByRole('button', { name: 'Завершить остальные (2)' }).click();
      await here.page.getByRole('dialog').getByRole('button', { name: 'Завершить', exact: true }).click();
      await eventually(async () => expect(await here.page.getByText('Chrome, Linux').count()).toBe(1));
      await here.settles();
      for (const visit of [there, elsewhere]) {
        visit.allow(/status of 401/);
        await visit.goto('/orders');
        await visit.sees('Вход');
      }
    });

    it('a password that was changed is said to be so, though the new session could not be begun at once', async () => {
      const vera = await panel.addPerson('vera-of-sessions', ['manager']);
      const visit = await panel.signIn(vera);
      const { page } = visit;
      await visit.goto('/profile');
      visit.allow(/status of (401|429)/);
      let isBusy = true;
      await page.route('**/api/auth/login', (route) =>
        isBusy
          ? route.fulfill({ status: 429, json: { code: 'too_many_requests', requestId: 'r-2' } })
          : route.continue(),
      );
      const password = 'another long password';
      const form = page.getByRole('region', { name: 'Пароль' }).or(page.getByRole('main'));
      await form.getByRole('textbox', { name: 'Текущий пароль' }).fill(vera.password);
      await form.getByRole('textbox', { name: 'Новый пароль', exact: true }).fill(password);
      await form.getByRole('textbox', { name: 'Повторите новый пароль' }).fill(password);
      await page.getByRole('button', { name: 'Сменить пароль' }).click();
      await visit.sees('Пароль изменён');
      const signIn = page.getByRole('dialog', { name: 'Сеанс закончился' });
      isBusy = false;
      await signIn.getByRole('textbox', { name: 'Пароль' }).fill(password);
      await signIn.getByRole('button', { name: 'Войти' }).click();
      await signIn.waitFor({ state: 'detached' });
      await visit.settles();
    });
  });
