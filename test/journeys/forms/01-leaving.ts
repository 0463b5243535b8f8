import type { Panel } from '../support/panel.js';

export const leaving = (panel: Panel) =>
  describe('leaving what is not saved', () => {
    it('is asked about at the back button, over the dialog that is being filled in', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/users');
      await page.getByRole('navigation').getByRole('link', { name: 'Регионы' }).click();
      await page.getByRole('button', { name: 'Добавить регион' }).first().click();
      const form = page.getByRole('dialog', { name: 'Добавить регион' });
      const name = form.getByRole('textbox', { name: 'Название', exact: true });
      await name.fill('Наполовину');

      const question = page.getByRole('dialog', { name: 'Есть несохранённые изменения' });
      await page.goBack();
      await question.getByRole('button', { name: 'Остаться' }).click();
      await question.waitFor({ state: 'hidden' });
      expect(await name.inputValue()).toBe('Наполовину');
      expect(new URL(page.url()).pathname).toBe('/regions');

      await page.goBack();
      await question.getByRole('button', { name: 'Уйти без сохранения' }).click();
      await page.getByRole('heading', { name: 'Пользователи', level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/users');
      expect(await question.count()).toBe(0);
      await visit.settles();
    });
  });
