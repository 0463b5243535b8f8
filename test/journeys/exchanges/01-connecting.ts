import type { OneC } from '../../../sandbox/one-c/one-c.js';
import type { Panel } from '../support/panel.js';
import { exchanged, NAME } from './shop.js';

export const connecting = (panel: Panel, oneC: OneC) =>
  describe('connecting 1C', () => {
    it('leads by keyboard from an empty list to an exchange that is on, and can be left and gone on with', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const press = async (name: string) => {
        await page.getByRole('button', { name, exact: true }).focus();
        await page.keyboard.press('Enter');
      };
      await visit.goto('/exchanges');
      await visit.sees('Учётная система не подключена');
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('link', { name: 'Подключить систему' }).press('Enter');

      const name = page.getByRole('textbox', { name: 'Название' });
      await name.waitFor();
      await page.keyboard.press('Enter');
      await visit.sees('Заполните это поле');
      expect(await visit.axe()).toEqual([]);
      await page.keyboard.type(NAME);
      await page.keyboard.press('Enter');

      const value = (label: string) => page.getByRole('textbox', { name: label, exact: true }).inputValue();
      await visit.sees('1С пока не обращалась');
      const [url, login, password] = [await value('Адрес'), await value('Логин'), await value('Пароль')];
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      oneC.connect({ url, login, password: `${password}x` });
      expect((await oneC.checkauth()).ok).toBe(false);
      await visit.sees('логин или пароль не подошли');
      oneC.connect({ url, login, password });
      expect((await oneC.checkauth()).ok).toBe(true);
      await visit.sees('1С вошла');

      await press('Продолжить позже');
      await page.getByRole('table').getByText('Выключен').waitFor();
      await page.getByRole('link', { name: NAME }).press('Enter');
      await page.getByRole('link', { name: 'Продолжить подключение' }).press('Enter');
      await visit.sees('Пароль был показан один раз');
      expect(await page.getByText(password).count()).toBe(0);
      await press('Далее');

      visit.allow(/status of 422 .*\/exchanges/);
      await page.getByRole('textbox', { name: 'Приставка к номеру' }).fill('GZ <');
      await press('Сохранить и продолжить');
      await page.getByRole('textbox', { name: 'Приставка к номеру', description: /не подходит|вид/i }).waitFor();
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('textbox', { name: 'Приставка к номеру' }).fill('GZ-');
      await press('Сохранить и продолжить');

      await page.getByRole('combobox', { name: 'Статус для отказов' }).press('Enter');
      await page.getByRole('option', { name: 'Отказ' }).click();
      expect(await visit.axe()).toEqual([]);
      await press('Сохранить и продолжить');
      await visit.sees('Проверьте и включите обмен');
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await press('Включить обмен');
      await visit.sees('Передавать пока нечего');
      await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
      await visit.sees('Включён');
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await exchanged(oneC);
    });
  });
