import { eventually } from '../../support/eventually.js';
import { tellInStatus } from '../support/orders.js';
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

    it('the audit names positions as the shop does: by brand and part number', async () => {
      await panel.sandboxOrder({ id: 'P-1', positions: [{ id: '1', brand: 'MANN', number: 'W 914/2', quantity: 3 }] });
      const [external] = (await panel.api.get('/external-orders?q=P-1')).body.data;
      const positions = [{ id: external.positions[0].id, quantity: 2 }];
      const { orderId } = (await panel.api.post(`/external-orders/${external.id}/accept`, { positions })).body;
      const [item] = (await panel.api.get(`/orders/${orderId}`)).body.items;
      const statusId = await tellInStatus(panel.api, 'В работе', {});
      await panel.api.post('/order-items/status', { items: [{ id: item.id, quantity: 1 }], statusId });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/audit');
      const rows = page.getByRole('table', { name: 'Журнал действий' }).getByRole('row');
      await rows.filter({ hasText: `Внешний заказ «P-1»` }).filter({ hasText: 'Состояние' }).waitFor();
      await rows
        .filter({ hasText: `Заказ № ${orderId}` })
        .getByText('MANN W 914/2:')
        .first()
        .waitFor();
      await visit.screenshot('audit-names');
      const opened = page.getByRole('dialog');
      await rows.filter({ hasText: `Внешний заказ «P-1»` }).first().getByRole('link').first().click();
      await opened.getByText('MANN W 914/2 — принято 2, отказ 1').waitFor();
      await page.keyboard.press('Escape');
      await rows
        .filter({ hasText: `Заказ № ${orderId}` })
        .getByRole('link')
        .first()
        .click();
      await opened.getByText('MANN W 914/2, количество').first().waitFor();
      await visit.screenshot('audit-drawer');
      await visit.settles();
    });
  });
