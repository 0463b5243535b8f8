import type { Panel } from '../support/panel.js';
import { acceptedOrder } from '../support/orders.js';

export const colleagues = (panel: Panel) =>
  describe('two managers share an order', () => {
    it('one takes it and hands it over with a note, the other is told and finds it among their own', async () => {
      const [tanya, igor] = [await panel.addPerson('tanya', ['manager']), await panel.addPerson('igor', ['manager'])];
      await panel.sandboxOrder({ id: 'TEAM-1' });
      const visit = await panel.signIn(tanya);
      const { page } = visit;
      await visit.goto('/external-orders?q=TEAM-1&assignee=none');
      await page.getByRole('link', { name: 'TEAM-1' }).click();
      await page.getByRole('button', { name: 'Беру', exact: true }).click();
      await page.getByRole('button', { name: 'Ответственный: tanya. Изменить' }).waitFor();
      await page.getByRole('main').getByText('Ответственный: tanya', { exact: true }).waitFor();

      const field = page.getByRole('textbox', { name: 'Новая заметка' });
      await field.pressSequentially('Срочно! @ig');
      await page.getByRole('option', { name: 'igor' }).waitFor();
      expect(await visit.axe()).toEqual([]);
      await page.keyboard.press('Enter');
      await field.pressSequentially('позвони ему');
      await page.getByRole('button', { name: 'Добавить', exact: true }).click();
      await page.getByRole('listitem').filter({ hasText: 'Срочно! @igor позвони ему' }).waitFor();

      await page.getByRole('button', { name: 'Ответственный: tanya. Изменить' }).click();
      await page.getByRole('menuitem', { name: 'igor' }).click();
      await page.getByRole('button', { name: 'Ответственный: igor. Изменить' }).waitFor();
      expect(await page.getByText('Пока страница была открыта').count()).toBe(0);

      const other = await panel.signIn(igor);
      await other.goto('/external-orders?q=TEAM-');
      await other.page.getByRole('combobox', { name: 'Чьи заказы' }).click();
      await other.page.getByRole('option', { name: 'Мои' }).click();
      await other.page.getByRole('row').filter({ hasText: 'TEAM-1' }).getByText('igor').waitFor();
      expect(await other.axe()).toEqual([]);
      await other.page.getByRole('button', { name: /непрочитанн/ }).click();
      await other.page.getByRole('button', { name: /tanya: заметка для вас к заказу TEAM-1/ }).click();
      await other.page.getByRole('listitem').filter({ hasText: 'Срочно! @igor позвони ему' }).waitFor();
      await other.page.getByRole('button', { name: 'Ответственный: igor. Изменить' }).click();
      await other.page.getByRole('menuitem', { name: 'Отпустить' }).click();
      await other.page.getByRole('button', { name: 'Беру', exact: true }).waitFor();
    });

    it('notes and assignee are on the order, too, and several are taken at once', async () => {
      const orders = [
        await acceptedOrder(panel, 'TEAM-2', [{ id: '1' }]),
        await acceptedOrder(panel, 'TEAM-3', [{ id: '1' }]),
      ];
      await panel.api.post(`/external-orders/${orders[0]!.externalOrderId}/notes`, { text: 'Ждёт звонка' });
      const visit = await panel.signIn(await panel.addPerson('zoya', ['manager']));
      const { page } = visit;
      await visit.goto('/orders?q=TEAM-');
      for (const { id } of orders) {
        const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: id, exact: true }) });
        await row.getByRole('checkbox').check();
      }
      await page.getByRole('button', { name: 'Назначить ответственного' }).click();
      await page.getByRole('menuitem', { name: 'Беру' }).click();
      await visit.sees('Готово: 2 заказа');
      await page.getByRole('table', { name: 'Заказы' }).getByText('zoya').nth(1).waitFor();
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('link', { name: orders[0]!.id, exact: true }).click();
      await page.getByRole('listitem').filter({ hasText: 'Ждёт звонка' }).waitFor();
      await page.getByRole('button', { name: 'Ответственный: zoya. Изменить' }).waitFor();
      expect(await visit.axe()).toEqual([]);
    });

    it('who opens an order that a colleague has open sees that, and may decide all the same', async () => {
      await panel.sandboxOrder({ id: 'TEAM-5' });
      const [{ id }] = (await panel.api.get('/external-orders?q=TEAM-5')).body.data;
      const first = await panel.signIn(await panel.addPerson('nadya', ['manager']));
      const second = await panel.signIn(await panel.addPerson('kirill', ['manager']));
      await first.goto(`/external-orders/${id}`);
      await first.page.getByRole('button', { name: 'Принять', exact: true }).waitFor();
      await second.goto('/external-orders?q=TEAM-5');
      await second.sees('открыт: nadya');
      await second.page.getByRole('link', { name: 'TEAM-5' }).click();
      await second.sees(/^Открыт: nadya, с \d\d:\d\d$/);
      expect(await second.axe()).toEqual([]);
      await first.page.getByRole('link', { name: 'Внешние заказы' }).first().click();
      await second.page.getByText('Открыт: nadya').waitFor({ state: 'detached' });
      expect(await second.page.getByRole('button', { name: 'Принять', exact: true }).isEnabled()).toBe(true);
    });

    it('an observer sees both and changes nothing', async () => {
      await panel.sandboxOrder({ id: 'TEAM-4' });
      const [{ id }] = (await panel.api.get('/external-orders?q=TEAM-4')).body.data;
      await panel.api.post(`/external-orders/${id}/notes`, { text: 'Для всех' });
      const visit = await panel.signIn(await panel.addPerson('observer-of-team', ['observer']));
      await visit.goto(`/external-orders/${id}`);
      await visit.sees('Для всех');
      expect(await visit.page.getByRole('textbox', { name: 'Новая заметка' }).count()).toBe(0);
      expect(await visit.page.getByRole('button', { name: 'Беру', exact: true }).count()).toBe(0);
    });

    it('what is typed into the next note while one is on its way stays', async () => {
      await panel.sandboxOrder({ id: 'TEAM-8' });
      const [{ id }] = (await panel.api.get('/external-orders?q=TEAM-8')).body.data;
      const visit = await panel.signIn(await panel.addPerson('lyuba', ['manager']));
      const { page } = visit;
      await visit.goto(`/external-orders/${id}`);
      let isHeldBack = true;
      await page.route(/\/notes$/, async (route) => {
        while (isHeldBack) await new Promise((resolve) => setTimeout(resolve, 20));
        await route.continue();
      });
      const field = page.getByRole('textbox', { name: 'Новая заметка' });
      await field.fill('Первая');
      await page.getByRole('button', { name: 'Добавить', exact: true }).click();
      await field.fill('Вторая, ещё не отправлена');
      isHeldBack = false;
      await page.getByRole('listitem').filter({ hasText: 'Первая' }).waitFor();
      await visit.settles();
      expect(await field.inputValue()).toBe('Вторая, ещё не отправлена');
    });
  });
