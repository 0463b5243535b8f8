import type { OneC } from '../../../sandbox/one-c/one-c.js';
import { hold } from '../support/hold.js';
import type { Panel } from '../support/panel.js';
import { exchanged, exchangeId, NAME } from './shop.js';

export const settings = (panel: Panel, oneC: OneC) =>
  describe('the settings of an exchange', () => {
    it('are saved with what is wrong told in its place, and say who changed them meanwhile', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const exchange = `/exchanges/${await exchangeId(panel)}`;
      await visit.goto(`${exchange}?tab=settings&topic=format`);
      const currency = page.getByRole('textbox', { name: 'Валюта' });
      await currency.fill('');
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Заполните это поле');
      await currency.fill('RUB');
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees(/^Сохранено$/);
      expect((await panel.api.get(exchange)).body.settings).toMatchObject({ currency: 'RUB', fileLimit: 10_000_000 });
      expect(await visit.axe()).toEqual([]);

      await currency.fill('643');
      await panel.api.patch(exchange, { silentAfterHours: 5 });
      visit.allow(/status of 409 .*\/exchanges/);
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Изменено другим пользователем');
      await page.getByRole('button', { name: 'Обновить' }).click();
      await visit.sees('тревога через 5 ч');
      expect(await currency.inputValue()).toBe('RUB');
      await visit.settles();
    });

    it('do not say that no status is chosen while the panel does not know yet what it is called', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const answer = await hold(page, '**/api/order-statuses?*');
      await visit.goto(`/exchanges/${await exchangeId(panel)}?tab=settings&topic=format`);
      const refusals = page.getByRole('button', { name: /решает менеджер/ });
      await refusals.waitFor();
      expect(await refusals.textContent()).not.toContain('Не выбран');
      answer();
      await page.getByRole('button', { name: /Отказ · решает менеджер/ }).waitFor();
      await visit.settles();
    });

    it('a new password is asked about, shown once, and the former one is refused', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/exchanges/${await exchangeId(panel)}?tab=settings`);
      await page.getByRole('button', { name: 'Новый пароль' }).click();
      const question = page.getByRole('dialog', { name: 'Создать новый пароль?' });
      await question.getByRole('button', { name: 'Новый пароль' }).click();
      const shown = page.getByRole('dialog', { name: 'Новый пароль создан' });
      const password = await shown.getByRole('textbox', { name: 'Пароль' }).inputValue();
      expect(await visit.axe()).toEqual([]);
      await shown.getByRole('button', { name: 'Готово, скопировано' }).click();
      expect((await oneC.checkauth()).ok).toBe(false);
      oneC.connect({ ...oneC.connection()!, password });
      await exchanged(oneC);
      await visit.settles();
    });

    it('an exchange is deleted after a question, and the list is empty again', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/exchanges/${await exchangeId(panel)}?tab=settings`);
      await page.getByRole('button', { name: 'Удалить обмен' }).click();
      const question = page.getByRole('dialog', { name: `Удалить обмен «${NAME}»?` });
      await question.getByRole('button', { name: 'Удалить' }).click();
      await visit.sees('Учётная система не подключена');
      expect((await oneC.checkauth()).ok).toBe(false);
      await visit.settles();
    });
  });
