import { hold } from '../support/hold.js';
import type { Panel } from '../support/panel.js';

export const managing = (panel: Panel) =>
  describe('rules of a connection', () => {
    it('are not said to need GettZap where another region has it, and none can be made without', async () => {
      await panel.addRegion('Тверь');
      const { data } = (await panel.api.get('/regions')).body;
      const { id } = data.find(({ name }: { name: string }) => name === 'Тверь');
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/profile');
      await page.evaluate((regionId) => localStorage.setItem('partsdesk-region', regionId), id);
      await visit.goto('/processing-rules');
      await visit.sees('Ничего не нашлось');
      await page.getByRole('button', { name: 'Сбросить фильтры' }).click();
      await page.getByText('Ничего не нашлось').waitFor({ state: 'detached' });

      await page.route('**/api/marketplace-connections/status', (route) => route.fulfill({ json: [] }));
      await visit.goto('/processing-rules/new');
      await visit.sees('Сначала подключите GettZap');
      await page.unroute('**/api/marketplace-connections/status');
      await visit.settles();
    });

    it('take the mode that was pressed last, also while another one is on its way', async () => {
      const rule = { connectionId: panel.connectionId, name: 'Нажатое', conditions: {}, action: { kind: 'accept' } };
      const { id } = (await panel.api.post('/processing-rules', { ...rule, mode: 'off' })).body;
      await panel.api.patch(`/processing-rules/${id}`, { mode: 'off' });
      const visit = await panel.signIn();
      const { page } = visit;
      const goOn = await hold(page, '**/api/processing-rules/*', 'PATCH');
      await visit.goto('/processing-rules');
      const mode = page.getByRole('radiogroup', { name: 'Режим: Нажатое' });
      await mode.getByText('На пробе').click();
      await mode.getByRole('radio', { name: 'На пробе', checked: true }).waitFor({ state: 'attached' });
      await mode.getByText('Выключено').click();
      goOn();
      await visit.settles();
      expect((await panel.api.get(`/processing-rules/${id}`)).body.mode).toBe('off');
      await panel.api.delete(`/processing-rules/${id}`);
    });

    it('are not switched on as a colleague has made them while it was asked', async () => {
      const conditions = { stock: 'full', deviationUp: 5 };
      const rule = { connectionId: panel.connectionId, name: 'Спрошенное', conditions, action: { kind: 'accept' } };
      const { id } = (await panel.api.post('/processing-rules', rule)).body;
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/processing-rules');
      const mode = page.getByRole('radiogroup', { name: 'Режим: Спрошенное' });
      await mode.getByText('Включено').click();
      const question = page.getByRole('dialog', { name: 'Включить правило «Спрошенное»?' });
      await question.getByText(/не дороже чем на 5\s%/).waitFor();
      await visit.settles();
      await panel.api.patch(`/processing-rules/${id}`, { conditions: { ...conditions, deviationUp: 900 } });
      // All is asked anew, as when one comes back to the window.
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await page.getByText(/не дороже чем на 900\s%/).waitFor();
      visit.allow(/status of 409 .*\/processing-rules/);
      await question.getByRole('button', { name: 'Включить' }).click();
      await visit.sees(/данные изменил другой пользователь/);
      await visit.settles();
      expect((await panel.api.get(`/processing-rules/${id}`)).body.mode).toBe('shadow');

      await mode.getByText('Включено').click();
      await question.getByText(/не дороже чем на 900\s%/).waitFor();
      await question.getByRole('button', { name: 'Включить' }).click();
      await visit.sees('Правило «Спрошенное» включено');
      await panel.api.delete(`/processing-rules/${id}`);
      await visit.settles();
    });

    it('are moved by the keyboard, changed with what is wrong at its field, and deleted; a manager only reads them', async () => {
      const { connectionId } = panel;
      const add = async (name: string) => {
        const rule = { connectionId, name, conditions: { stock: 'full', deviationUp: 5 }, action: { kind: 'accept' } };
        return (await panel.api.post('/processing-rules', rule)).body.id as string;
      };
      const [first] = [await add('Первое'), await add('Второе')];
      const visit = await panel.signIn(panel.admin, { viewport: { width: 375, height: 800 } });
      const { page } = visit;
      await visit.goto('/processing-rules');
      const names = () => page.getByRole('listitem').getByRole('link').allInnerTexts();
      const down = page.getByRole('button', { name: 'Ниже: Первое' });
      await down.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText('«Первое»: место 3 из 3').waitFor({ state: 'attached' });
      await visit.settles();
      expect((await names()).slice(-2)).toEqual(['Второе', 'Первое']);
      await page.getByRole('button', { name: 'Выше: Первое' }).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText('«Первое»: место 2 из 3').waitFor({ state: 'attached' });
      await visit.settles();
      await page.getByRole('button', { name: 'Действия: Первое' }).click();
      await page.getByRole('menuitem', { name: 'Переместить на место…' }).click();
      const moving = page.getByRole('dialog', { name: 'Переместить «Первое»' });
      await page.keyboard.type('4');
      await page.keyboard.press('Enter');
      await moving.getByText('От 1 до 3, остальные сдвинутся.').nth(1).waitFor();
      await moving.getByRole('textbox', { name: 'Место' }).fill('1');
      expect(await visit.axe()).toEqual([]);
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText('«Первое»: место 1 из 3').waitFor({ state: 'attached' });
      await moving.waitFor({ state: 'detached' });
      await visit.settles();
      expect((await names())[0]).toBe('Первое');
      const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await beyond()).toBeLessThanOrEqual(0);
      expect(await visit.axe()).toEqual([]);

      await page.getByRole('link', { name: 'Первое' }).click();
      await page.getByRole('button', { name: 'Добавить условие' }).press('Enter');
      await page.getByRole('menuitem', { name: 'Деталь в прайс-листах' }).press('Enter');
      await page.getByRole('combobox', { name: 'Деталь в прайс-листах' }).click();
      await page.getByRole('option', { name: 'нет ни в одном' }).click();
      visit.allow(/status of 422 .*\/api\/processing-rules/);
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Противоречит другому условию или действию: «Деталь в прайс-листах»');
      expect(await visit.axe()).toEqual([]);
      expect(await beyond()).toBeLessThanOrEqual(0);
      await page.getByRole('button', { name: 'Убрать условие: Свободный остаток' }).click();
      await page.getByRole('button', { name: 'Убрать условие: Дороже цены заказа не больше чем на' }).click();
      await visit.sees('Если детали нет ни в одном прайс-листе → принять');
      await page.getByRole('radio', { name: 'Отказать' }).check();
      await page.getByRole('textbox', { name: 'Причина отказа' }).fill('Нет в наличии');
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Сохранено');
      expect((await panel.api.get(`/processing-rules/${first}`)).body).toMatchObject({
        conditions: { offerFound: false },
        action: { kind: 'refuse', reason: 'Нет в наличии', delayMinutes: 0 },
      });

      const reader = await panel.signIn(await panel.addPerson('nina', ['external_orders']));
      await reader.goto('/processing-rules');
      await reader.page.getByRole('link', { name: 'Второе' }).click();
      await reader.sees('Правила меняет администратор.');
      expect(await reader.page.getByRole('textbox', { name: 'Название' }).isDisabled()).toBe(true);
      await reader.settles();
      expect(await reader.axe()).toEqual([]);

      await page.getByRole('button', { name: 'Удалить правило' }).press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click();
      await visit.sees('Правило удалено');
      await page.getByRole('link', { name: 'Второе' }).waitFor();
      await visit.settles();
      expect(await names()).not.toContain('Первое');
    });
  });
