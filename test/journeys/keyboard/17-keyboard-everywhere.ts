import { RussianKeyboard } from '../support/keyboard.js';
import type { Panel } from '../support/panel.js';

export const keyboardEverywhere = (panel: Panel) =>
  describe('the keyboard everywhere in the panel, in the Russian layout', () => {
    it('finds an order, the list of keys and the content', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const keys = await RussianKeyboard.of(page);
      for (const id of ['F-01', 'F-02']) await panel.sandboxOrder({ id });
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'F-02' }).waitFor();

      await keys.also('Tab');
      await keys.arriveAt('К содержанию');
      expect(await keys.isFocusSeen()).toBe(true);
      await keys.also('Enter', 'Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);

      await keys.press('KeyJ', 'KeyJ');
      const before = await keys.focused();
      for (const where of ['Digit7', 'Slash']) {
        await keys.strike(where, { shift: true });
        const list = page.getByRole('dialog', { name: 'Сочетания клавиш' });
        await list.getByText('Следующая строка').waitFor();
        await list.getByText('Поиск по заказам').waitFor();
        await keys.also('Escape');
        await list.waitFor({ state: 'detached' });
        await keys.arriveAt(before);
      }

      const search = page.getByRole('dialog').getByRole('textbox', { name: 'Поиск по заказам' });
      await keys.strike('KeyK', { ctrl: true });
      await search.waitFor();
      await keys.also('Escape');
      await search.waitFor({ state: 'detached' });
      await keys.arriveAt(before);
      await keys.tabTo(/^Выбрать: /);
      await keys.strike('KeyK', { ctrl: true });
      await search.waitFor();
      await keys.arriveAt('Поиск по заказам');
      await keys.typeLatin('F-01');
      // At once, before anything is found.
      await keys.also('Enter');
      await page.getByRole('heading', { level: 1, name: /F-01/ }).waitFor();
      await search.waitFor({ state: 'detached' });
    });

    it('shortcuts do nothing while somebody types and while a dialog is open', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const keys = await RussianKeyboard.of(page);
      await panel.sandboxOrder({ id: 'D-20' });
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'D-20' }).waitFor();
      const address = page.url();
      const stays = async () => {
        expect(page.url().split('?')[0]).toBe(address);
        expect(await page.getByRole('checkbox', { name: /^Выбрать: /, checked: true }).count()).toBe(0);
      };

      await keys.tabTo('Поиск');
      await keys.press('KeyG', 'KeyO', 'KeyJ', 'KeyX', 'KeyA', 'KeyR');
      await keys.strike('Digit7', { shift: true });
      expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('пщочфк?');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await stays();
      await keys.also('Control+A', 'Delete');
      await page.getByRole('link', { name: 'D-20' }).waitFor();

      await keys.also('Tab');
      await keys.walkTo('D-20');
      await keys.press('KeyR');
      const question = page.getByRole('dialog', { name: 'Отклонить 1 заказ?' });
      await question.waitFor();
      await keys.press('KeyG', 'KeyO', 'KeyJ', 'KeyX', 'KeyA');
      await keys.strike('KeyK', { ctrl: true });
      await keys.strike('Digit7', { shift: true });
      await visit.settles();
      expect(await page.getByRole('dialog').count()).toBe(1);
      await stays();
      // The list of reasons; the dialog stays while there are words in it.
      await keys.also('Escape', 'Escape');
      await visit.settles();
      expect(await question.count()).toBe(1);
      await keys.also('Control+A', 'Delete', 'Escape', 'Escape');
      await question.waitFor({ state: 'detached' });
      await keys.arriveAt('D-20');
      expect((await panel.api.get('/external-orders?q=D-20')).body.data).toMatchObject([{ state: 'new' }]);
    });

    it('a button that is busy keeps the focus, also when nothing is left for it to do, and sends once', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const keys = await RussianKeyboard.of(page);
      await panel.sandboxOrder({ id: 'D-21' });
      await visit.goto('/external-orders?q=D-21');
      await page.getByRole('link', { name: 'D-21' }).click();
      const sent: string[] = [];
      let isHeldBack = true;
      await page.route(/\/(notes|regions)$/, async (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        sent.push(route.request().url().split('/').at(-1)!);
        while (isHeldBack) await new Promise((resolve) => setTimeout(resolve, 20));
        await route.continue();
      });
      const isBusy = (name: string) => page.locator('[data-loading]').and(page.getByRole('button', { name })).waitFor();

      await page.getByRole('textbox', { name: 'Новая заметка' }).fill('Позвонить завтра');
      await keys.tabTo('Добавить');
      await keys.also('Enter');
      await isBusy('Добавить');
      await keys.arriveAt('Добавить');
      await keys.also('Enter', 'Space');
      isHeldBack = false;
      await page.getByRole('listitem').getByText('Позвонить завтра').waitFor();
      await visit.settles();
      await keys.arriveAt('Добавить');
      expect(await page.getByRole('button', { name: 'Добавить' }).isDisabled()).toBe(true);
      await keys.also('Enter', 'Tab', 'Shift+Tab');
      expect(await keys.focused()).not.toBe('Добавить');

      isHeldBack = true;
      await visit.goto('/regions');
      await page.getByRole('button', { name: 'Добавить регион' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Название', exact: true }).fill('Основной');
      await keys.tabTo('Сохранить');
      visit.allow(/status of 422 .*regions/);
      await keys.also('Enter');
      await isBusy('Сохранить');
      await keys.arriveAt('Сохранить');
      await keys.also('Enter');
      isHeldBack = false;
      await dialog.getByText('Такое название уже есть').waitFor();
      await visit.settles();
      expect(sent).toEqual(['notes', 'regions']);
    });

    it.each([
      '/',
      '/external-orders',
      '/orders',
      '/gettzap-notifications',
      '/marketplaces',
      '/order-statuses',
      '/profile',
    ])('Tab goes through %s and comes round, and is seen all the way', async (address) => {
      const visit = await panel.signIn();
      const { page } = visit;
      const keys = await RussianKeyboard.of(page);
      await visit.goto(address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await visit.settles();
      const unseen: string[] = [];
      await keys.also('Tab');
      await keys.arriveAt('К содержанию');
      let count = 0;
      for (; count < 250; count += 1) {
        await keys.also('Tab');
        const [focused, isSeen] = await Promise.all([keys.focused(), keys.isFocusSeen()]);
        if (focused === 'К содержанию') break;
        if (focused !== '' && !isSeen) unseen.push(focused);
      }
      expect(count).toBeLessThan(250);
      expect(unseen).toEqual([]);
    });
  });
