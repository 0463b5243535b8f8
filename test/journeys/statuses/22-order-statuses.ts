import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';
import type { Visit } from '../support/visit.js';

export const orderStatuses = (panel: Panel) =>
  describe('the directory of order statuses', () => {
    const directory = async (): Promise<Array<{ id: string; name: string; position: number; isInitial: boolean }>> => {
      const { data } = (await panel.api.get('/order-statuses?perPage=200')).body;
      return data.sort((one: { position: number }, other: { position: number }) => one.position - other.position);
    };
    const shownNames = ({ page }: Visit) =>
      page.getByRole('table', { name: 'Статусы заказов' }).getByRole('row').getByRole('link').allTextContents();

    it('is put into another order by keyboard, and back where it was when that could not be kept', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/order-statuses');
      const handle = page.getByRole('button', { name: 'Переместить: Выдано' });
      await handle.waitFor();
      const before = await shownNames(visit);
      const place = before.indexOf('Выдано');
      const after = before.toSpliced(place, 1).toSpliced(place - 2, 0, 'Выдано');

      /** Each step is read out before the next key is pressed. @param from its place, from 1 */
      const moveUpTwice = async (from: number) => {
        await handle.focus();
        await page.keyboard.press('Space');
        await visit.sees(`«Выдано»: место ${from} из ${before.length}.`);
        for (const place of [from - 1, from - 2]) {
          await page.keyboard.press('ArrowUp');
          await visit.sees(`«Выдано»: место ${place} из ${before.length}.`);
        }
        await page.keyboard.press('Space');
      };
      await moveUpTwice(place + 1);
      await visit.sees(`«Выдано» поставлен на место ${place - 1} из ${before.length}.`);
      expect(await shownNames(visit)).toEqual(after);
      await eventually(async () => expect((await directory()).map(({ name }) => name)).toEqual(after));
      await page.reload();
      await handle.waitFor();
      expect(await shownNames(visit)).toEqual(after);

      visit.allow(/status of 503 .*\/reorder/);
      await page.route('**/api/order-statuses/reorder', (route) =>
        route.fulfill({ status: 503, json: { code: 'database_unavailable', detail: 'away', requestId: 'r-1' } }),
      );
      await moveUpTwice(place - 1);
      await visit.sees('Порядок не изменён');
      await eventually(async () => expect(await shownNames(visit)).toEqual(after));
    });

    it('takes a new status, and gives one that is in use away only for another', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await panel.sandboxOrder({ id: 'J-22', positions: [{ id: 'p-1' }] });
      const [{ id: externalOrderId }] = (await panel.api.get('/external-orders?q=J-22')).body.data;
      await panel.api.post(`/external-orders/${externalOrderId}/accept`);
      const itemOf = async () => (await panel.api.get('/orders?q=J-22')).body.data[0].items[0];

      await visit.goto('/order-statuses');
      await page.getByRole('link', { name: 'Добавить статус' }).click();
      await page.getByLabel('Название').fill('На проверке');
      await page.getByRole('button', { name: 'Розовый' }).click();
      await page.getByLabel('Отправлять уведомления менеджеру').check();
      await page.getByRole('button', { name: 'Сохранить' }).click();
      const row = page.getByRole('row', { name: /На проверке/ });
      await row.getByText('сообщается', { exact: true }).waitFor();
      const added = (await directory()).find(({ name }) => name === 'На проверке')!;
      expect(added).toMatchObject({ color: '#e64980', notifyManager: true, group: 'processing' });
      await panel.api.post('/order-items/status', { itemIds: [(await itemOf()).id], statusId: added.id });

      visit.allow(/status of 409 .*\/order-statuses\//);
      await row.getByRole('button', { name: 'Действия: На проверке' }).click();
      await page.getByRole('menuitem', { name: 'Удалить' }).click();
      const dialog = page.getByRole('dialog', { name: 'Удалить статус «На проверке»?' });
      await dialog.getByRole('button', { name: 'Удалить' }).click();
      await dialog.getByText(/Статус используется/).waitFor();
      const replace = dialog.getByRole('button', { name: 'Заменить и удалить' });
      expect(await replace.isDisabled()).toBe(true);
      expect(await visit.axe()).toEqual([]);
      await dialog.getByRole('combobox', { name: 'Заменить на' }).click();
      await page.getByRole('option', { name: 'В работе' }).click();
      await replace.click();
      await visit.sees('Статус «На проверке» удалён');
      await row.waitFor({ state: 'detached' });
      expect((await itemOf()).status.name).toBe('В работе');
    });

    it('brings one to a name that another status has', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/status of 422 .*\/order-statuses/);
      const { name } = (await directory())[0]!;
      await visit.goto('/order-statuses/new');
      const field = page.getByLabel('Название');
      await field.fill(name.toUpperCase());
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Статус с таким названием уже есть');
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    });

    it('tells who saved meanwhile, and shows the new version', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/status of 409 .*\/order-statuses\//);
      const { id } = (await directory())[0]!;
      await visit.goto(`/order-statuses/${id}`);
      await page.getByLabel('Название').fill('Мой вариант');
      await panel.api.patch(`/order-statuses/${id}`, { name: 'Чужой вариант' });
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Изменено другим пользователем');
      await page.getByRole('button', { name: 'Обновить' }).click();
      await page.getByRole('heading', { name: 'Чужой вариант' }).waitFor();
      expect(await page.getByLabel('Название').inputValue()).toBe('Чужой вариант');
    });

    it.each([
      ['light', 1_366],
      ['dark', 375],
    ] as const)('can be read by everybody who is signed in, in the %s theme at %i px', async (colorScheme, width) => {
      const reader = await panel.addPerson(`reader-${width}`, ['observer']);
      const visit = await panel.signIn(reader, { colorScheme, viewport: { width, height: 800 } });
      const { page } = visit;
      await visit.goto('/order-statuses');
      await page.getByRole('link', { name: 'В работе' }).waitFor();
      expect(await page.getByRole('link', { name: 'Добавить статус' }).count()).toBe(0);
      expect(await page.getByRole('button', { name: /^Переместить/ }).count()).toBe(0);
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('link', { name: 'В работе' }).click();
      await visit.sees('Изменять статусы может администратор всех регионов.');
      expect(await page.getByLabel('Название').isEditable()).toBe(false);
      expect(await page.getByRole('button', { name: 'Сохранить' }).count()).toBe(0);
      expect(await visit.axe()).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    });
  });
