import type { Panel } from '../support/panel.js';
import { exchangeId } from './shop.js';

export const roles = (panel: Panel) =>
  describe('who may what with an exchange', () => {
    it('a manager sees the settings and no sessions, and sets nothing up', async () => {
      const olga = await panel.addPerson('olga-1c', ['manager']);
      const visit = await panel.signIn(olga);
      const { page } = visit;
      const exchange = `/exchanges/${await exchangeId(panel)}`;
      await visit.goto('/exchanges');
      await page.getByRole('table', { name: 'Учётные системы' }).waitFor();
      expect(await page.getByRole('link', { name: 'Подключить систему' }).count()).toBe(0);
      await visit.goto(`${exchange}?tab=sessions`);
      await page.getByRole('tab', { name: 'Передачи', selected: true }).waitFor();
      expect(await page.getByRole('tab', { name: 'Сеансы' }).count()).toBe(0);
      await page.getByRole('tab', { name: 'Настройки' }).click();
      await visit.sees('Настройки меняет администратор всех регионов.');
      expect(await page.getByRole('textbox', { name: 'Название' }).isDisabled()).toBe(true);
      expect(await page.getByRole('button', { name: 'Новый пароль' }).count()).toBe(0);
      await page.getByRole('tab', { name: /^Соответствие статусов/ }).click();
      await page.getByRole('table', { name: 'Соответствие статусов' }).getByText('Готово к выдаче').waitFor();
      expect(await page.getByRole('combobox', { name: /^Статус у нас/ }).count()).toBe(0);
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
    });

    it('an observer finds no such page, and the order tells them how it stands', async () => {
      const ivan = await panel.addPerson('ivan-1c', ['observer']);
      const visit = await panel.signIn(ivan);
      const { page } = visit;
      await visit.goto('/exchanges');
      await visit.sees('Нет доступа');
      expect(await page.getByRole('navigation').getByRole('link', { name: 'Учётные системы' }).count()).toBe(0);
      const [{ id }] = (await panel.api.get('/orders?q=X-1')).body.data;
      await visit.goto(`/orders/${id}`);
      const card = page.getByRole('list', { name: 'Учётные системы' });
      await card.getByText(/^Подтверждён/).waitFor();
      expect(await card.getByRole('button').count()).toBe(0);
      await visit.settles();
    });
  });
