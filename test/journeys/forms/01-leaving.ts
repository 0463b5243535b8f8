import { acceptedOrder } from '../support/orders.js';
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

    it('is asked about on the order that was gone to while the decision before it was on its way, which leads nowhere else', async () => {
      for (const id of ['LATE-1', 'LATE-2', 'LATE-3']) await panel.sandboxOrder({ id });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?state=new,partially_decided');
      await page.getByRole('link', { name: 'LATE-2' }).click();
      await page.getByRole('checkbox', { name: 'После решения открыть следующий' }).check();
      await visit.settles();
      let isHeldBack = true;
      await page.route(/\/accept$/, async (route) => {
        const answer = await route.fetch();
        while (isHeldBack) await new Promise((resolve) => setTimeout(resolve, 20));
        await route.fulfill({ response: answer });
      });
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      await page.getByRole('button', { name: 'Следующий заказ' }).click();
      await page.getByRole('heading', { name: '№ LATE-3' }).waitFor();
      const reason = page.getByRole('combobox', { name: 'Причина отказа' });
      await reason.fill('Наполовину');
      await page.keyboard.press('Escape');
      isHeldBack = false;
      await visit.sees('Заказ принят');
      await visit.settles();
      await page.getByRole('heading', { name: '№ LATE-3' }).waitFor();
      expect(await reason.inputValue()).toBe('Наполовину');

      await page.getByRole('navigation').getByRole('link', { name: 'Регионы' }).click();
      const question = page.getByRole('dialog', { name: 'Есть несохранённые изменения' });
      await question.getByRole('button', { name: 'Остаться' }).click();
      expect(await reason.inputValue()).toBe('Наполовину');
    });

    it('while it is being saved leads nowhere else later, and what is typed meanwhile is still asked about', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/order-statuses/new');
      await page.getByRole('textbox', { name: 'Название', exact: true }).fill('Сохраняется долго');
      let isHeldBack = true;
      await page.route(/\/order-statuses$/, async (route) => {
        if (route.request().method() !== 'POST') return route.fallback();
        const answer = await route.fetch();
        while (isHeldBack) await new Promise((resolve) => setTimeout(resolve, 20));
        await route.fulfill({ response: answer });
      });
      await page.getByRole('button', { name: 'Сохранить' }).click();
      const question = page.getByRole('dialog', { name: 'Есть несохранённые изменения' });
      const regions = page.getByRole('navigation').getByRole('link', { name: 'Регионы' });
      await regions.click();
      await question.getByRole('button', { name: 'Уйти без сохранения' }).click();
      await page.getByRole('button', { name: 'Добавить регион' }).first().click();
      const form = page.getByRole('dialog', { name: 'Добавить регион' });
      const name = form.getByRole('textbox', { name: 'Название', exact: true });
      await name.fill('Наполовину');
      isHeldBack = false;
      await visit.sees('Сохранено');
      await visit.settles();
      expect(new URL(page.url()).pathname).toBe('/regions');
      expect(await name.inputValue()).toBe('Наполовину');
      await page.goBack();
      await question.getByRole('button', { name: 'Остаться' }).click();
      expect(await name.inputValue()).toBe('Наполовину');
    });

    it('is asked about where a note is half written and a decision leads to the next order', async () => {
      for (const id of ['NOTED-1', 'NOTED-2']) await panel.sandboxOrder({ id });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?q=NOTED-1');
      await page.getByRole('link', { name: 'NOTED-1' }).click();
      await page.getByRole('checkbox', { name: 'После решения открыть следующий' }).check();
      const note = page.getByRole('textbox', { name: 'Новая заметка' });
      await note.fill('Обещали перезв');
      await visit.settles();
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      const question = page.getByRole('dialog', { name: 'Есть несохранённые изменения' });
      await question.getByRole('button', { name: 'Остаться' }).click();
      await page.getByRole('heading', { name: '№ NOTED-1' }).waitFor();
      expect(await note.inputValue()).toBe('Обещали перезв');
    });

    it('is no dialog closed by a slip: words that were typed into it stay at Escape and at a click beside it', async () => {
      const { id, externalOrderId } = await acceptedOrder(panel, 'SLIP-1', [{ id: '1' }]);
      await panel.sandboxOrder({ id: 'SLIP-2' });
      const visit = await panel.signIn();
      const { page } = visit;
      const slip = async (role: 'textbox' | 'combobox', name: string, words: string) => {
        const dialog = page.getByRole('dialog');
        const field = dialog.getByRole(role, { name });
        await field.fill(words);
        await field.blur();
        await page.keyboard.press('Escape');
        await page.mouse.click(5, 5);
        await visit.settles();
        expect(await field.inputValue()).toBe(words);
        await dialog.getByRole('button', { name: 'Отмена' }).click();
        await dialog.waitFor({ state: 'hidden' });
      };
      await visit.goto(`/orders/${id}`);
      await page.getByRole('button', { name: 'Статус всего заказа' }).click();
      await slip('textbox', 'Комментарий', 'Ждём поставщика до пятницы');
      await visit.goto(`/external-orders/${externalOrderId}`);
      await page.getByRole('button', { name: 'Действия с заказом' }).click();
      await page.getByRole('menuitem', { name: 'Удалить' }).click();
      await slip('textbox', 'Причина удаления', 'Проверочный заказ');
      await visit.goto('/external-orders?q=SLIP-2');
      await page.getByRole('link', { name: 'SLIP-2' }).focus();
      await page.keyboard.press('r');
      await slip('combobox', 'Причина отказа', 'Нет на складе');
    });
  });
