import { RussianKeyboard } from '../support/keyboard.js';
import type { Panel } from '../support/panel.js';

const WAITING = '/external-orders?state=new,partially_decided&q=';

export const focusKept = (panel: Panel) =>
  describe('the focus is where the work goes on after a decision', () => {
    const arrive = async (prefix: string, count: number) => {
      for (let n = 1; n <= count; n += 1) await panel.sandboxOrder({ id: `${prefix}-${n}` });
    };
    const begin = async (path: string) => {
      const visit = await panel.signIn();
      await visit.goto(path);
      const keys = await RussianKeyboard.of(visit.page);
      const isInRow = async (text: string) => {
        await visit.page.locator(`[data-row]:focus`).filter({ hasText: text }).waitFor();
        expect(await keys.isFocusSeen()).toBe(true);
      };
      return { visit, page: visit.page, keys, isInRow };
    };

    it('in the list: in the row that comes into the place of the decided one, which no second key decides', async () => {
      await arrive('PLACE', 4);
      const { visit, page, keys, isInRow } = await begin(`${WAITING}PLACE-`);
      await page.getByRole('link', { name: 'PLACE-4' }).waitFor();
      await keys.walkTo('PLACE-2');
      await keys.press('KeyA');
      await isInRow('PLACE-3');
      await keys.press('KeyA');
      await keys.press('KeyJ');
      await keys.arriveAt('PLACE-3');
      await keys.press('KeyR');
      await page.getByRole('dialog').waitFor();
      await keys.arriveAt('Причина отказа');
      await keys.also('Enter');
      await isInRow('PLACE-4');
      await keys.press('KeyJ');
      await keys.press('KeyA');
      // The last one is gone: the one before it.
      await isInRow('PLACE-1');
      await keys.press('KeyJ');
      await keys.arriveAt('PLACE-1');
      await keys.press('KeyA');
      await page.getByRole('heading', { level: 1, name: 'Внешние заказы' }).and(page.locator(':focus')).waitFor();
      await visit.settles();
      const { states } = (await panel.api.get('/external-orders/counts?q=PLACE-')).body;
      expect(states).toMatchObject({ accepted: 3, refused: 1 });
    });

    it('after the bar of the chosen: in the row again, also where it stays in the list', async () => {
      await arrive('CHOSEN', 3);
      const { page, keys, isInRow } = await begin(`${WAITING}CHOSEN-`);
      await page.getByRole('link', { name: 'CHOSEN-3' }).waitFor();
      await keys.walkTo('CHOSEN-1');
      await keys.press('KeyX');
      await keys.tabTo('Принять');
      await keys.also('Enter');
      await isInRow('CHOSEN-2');

      await page.goto('/external-orders?q=CHOSEN-');
      await page.getByRole('link', { name: 'CHOSEN-2' }).waitFor();
      await keys.walkTo('CHOSEN-2');
      await keys.press('KeyX');
      await keys.tabTo('Принять');
      await keys.also('Enter');
      await page.getByRole('row', { name: 'CHOSEN-2' }).getByText('Принят', { exact: true }).waitFor();
      await keys.arriveAt('CHOSEN-2');
    });

    it('on the page of an order: on its title, before what can be done next, and Enter does nothing more', async () => {
      await arrive('TITLE', 3);
      const { visit, page, keys } = await begin('/external-orders?q=TITLE-');
      const isOnTitle = (id: string) =>
        page
          .getByRole('heading', { level: 1, name: new RegExp(id) })
          .and(page.locator(':focus'))
          .waitFor();
      await page.getByRole('link', { name: 'TITLE-1' }).click();
      await page.getByRole('button', { name: 'Принять' }).waitFor();
      await keys.tabTo('Принять');
      await keys.also('Enter');
      await page.getByRole('main').getByText('Принят', { exact: true }).first().waitFor();
      await isOnTitle('TITLE-1');
      await keys.also('Enter');
      await keys.tabTo(/^Заказ № /, 4);
      expect(await visit.axe()).toEqual([]);

      await visit.goto('/external-orders?q=TITLE-');
      await page.getByRole('link', { name: 'TITLE-2' }).click();
      await page.getByRole('button', { name: 'Отказать' }).waitFor();
      await keys.press('KeyR');
      await page.getByRole('listbox').waitFor();
      await keys.also('ArrowDown', 'Enter', 'Enter');
      await page.getByRole('main').getByText('Отказ', { exact: true }).first().waitFor();
      await isOnTitle('TITLE-2');
    });

    it('on the title of the order that opens after it', async () => {
      await arrive('OPENED', 2);
      const [first, next] = (await panel.api.get('/external-orders?q=OPENED-&sort=createdAt')).body.data;
      const { page, visit, keys } = await begin('/profile');
      await page.route('**/api/external-orders?*sort=createdAt*', (route) =>
        route.fulfill({ json: { data: [next], meta: { page: 1, perPage: 1, total: 1 } } }),
      );
      await page.evaluate(() => localStorage.setItem('partsdesk.opens-next', 'true'));
      await visit.goto(`/external-orders/${first.id}`);
      await page.getByRole('button', { name: 'Принять' }).waitFor();
      await keys.tabTo('Принять');
      await keys.also('Enter');
      await page
        .getByRole('heading', { level: 1, name: /OPENED-2/ })
        .and(page.locator(':focus'))
        .waitFor();
    });
  });
