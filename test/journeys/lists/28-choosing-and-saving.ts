import { eventually } from '../../support/eventually.js';
import { acceptedOrder } from '../support/orders.js';
import type { Panel } from '../support/panel.js';
import type { Person } from '../support/visit.js';
import type { Visit } from '../support/visit.js';

const COUNT = 30;
const ON_PAGE = 25;
const LIST = `q=CH-&perPage=${ON_PAGE}`;
const numberOf = (n: number) => `CH-${String(n).padStart(2, '0')}`;

export const choosingAndSaving = (panel: Panel) =>
  describe('choosing all that is found, and saving filters', () => {
    let maria: Person;

    beforeAll(async () => {
      maria = await panel.addPerson('maria-lists', ['manager']);
      for (let n = 1; n <= COUNT; n += 1) {
        const positions = [{ id: '1', brand: 'BOSCH', number: `CH${n}`, quantity: 1, price: `${100 + n}.10` }];
        await panel.sandboxOrder({
          id: numberOf(n),
          customer: { name: `Покупатель ${numberOf(COUNT - n)}` },
          positions,
        });
      }
    });

    const chosen = ({ page }: Visit) => page.getByRole('checkbox', { name: /^Выбрать: /, checked: true });
    const choosePage = ({ page }: Visit) => page.getByRole('checkbox', { name: 'Выбрать все на странице' }).check();
    const firstNumbers = ({ page }: Visit) => page.getByRole('table').getByRole('link').first().innerText();

    it('goes by Shift, by the page and by all that is found; another filter drops it; each result is told', async () => {
      const visit = await panel.signIn(maria);
      const { page } = visit;
      await visit.goto(`/external-orders?${LIST}&sort=createdAt`);
      const box = (n: number) => page.getByRole('checkbox', { name: `Выбрать: ${numberOf(n)}`, exact: true });
      await box(3).check();
      await box(7).click({ modifiers: ['Shift'] });
      await eventually(async () => expect(await chosen(visit).count()).toBe(5));

      await choosePage(visit);
      await visit.sees(`Выбрана вся страница: ${ON_PAGE} строк.`);
      await page.getByRole('button', { name: `Выбрать все найденные: ${COUNT}` }).click();
      await visit.sees(`Выбраны все найденные: ${COUNT}.`);
      await visit.sees(`Выбрано ${COUNT}`);
      expect(await visit.axe()).toEqual([]);

      const search = page.getByRole('textbox', { name: 'Поиск', exact: true });
      await search.fill('CH-0');
      await page.getByText(`Выбрано ${COUNT}`).waitFor({ state: 'detached' });
      expect(await chosen(visit).count()).toBe(0);
      // Until the answer is there, the rows of before stay.
      await box(11).waitFor({ state: 'detached' });
      await search.fill('CH-');
      await box(11).waitFor();

      await choosePage(visit);
      await page.getByRole('button', { name: `Выбрать все найденные: ${COUNT}` }).click();
      await visit.sees(`Выбрано ${COUNT}`);
      // Of the second page.
      await panel.sandboxCancel(numberOf(COUNT));
      await page.getByRole('button', { name: 'Принять' }).click();
      const result = page.getByRole('status').filter({ hasText: `${COUNT - 1} принято, 1 отменён клиентом` });
      await result.waitFor();
      expect(await result.getByRole('listitem').allInnerTexts()).toEqual([`${numberOf(COUNT)}: клиент отменил заказ`]);
      expect((await panel.api.get('/external-orders/counts?q=CH-')).body.states).toMatchObject({
        accepted: COUNT - 1,
        cancelled: 1,
      });
    });

    it('orders are sorted by sum and buyer, and all that are found get a status', async () => {
      const visit = await panel.signIn(maria);
      const { page } = visit;
      await visit.goto(`/orders?${LIST}`);
      const firstIs = (n: number) =>
        page.getByRole('table').getByRole('row').nth(1).getByText(numberOf(n), { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Сортировать: Сумма' }).click();
      await firstIs(COUNT - 1);
      await page.getByRole('button', { name: 'Сортировать: Сумма' }).click();
      await firstIs(1);
      await page.getByRole('button', { name: 'Сортировать: Покупатель' }).click();
      await firstIs(COUNT - 1);

      await choosePage(visit);
      await page.getByRole('button', { name: `Выбрать все найденные: ${COUNT - 1}` }).click();
      await visit.sees(`Выбрано ${COUNT - 1} заказов`);
      await page.keyboard.press('KeyS');
      const dialog = page.getByRole('dialog');
      await dialog.getByText(`Изменятся ${COUNT - 1} позиций`).waitFor();
      await dialog.getByRole('button', { name: 'Установить статус' }).click();
      await visit.sees(`Статус изменён у ${COUNT - 1} позиций`);
      const { total, statuses } = (await panel.api.get('/orders/counts?q=CH-')).body;
      expect([total, statuses.length]).toEqual([COUNT - 1, 1]);
    });

    it('orders keep their places while some are chosen and others come in', async () => {
      for (const id of ['KEPT-1', 'KEPT-2']) await acceptedOrder(panel, id, [{ id: '1' }]);
      const visit = await panel.signIn(maria);
      const { page } = visit;
      await visit.goto('/orders?q=KEPT-');
      const box = page.getByRole('row').filter({ hasText: 'KEPT-2' }).getByRole('checkbox');
      await box.check();
      const place = await box.boundingBox();
      await acceptedOrder(panel, 'KEPT-3', [{ id: '1' }]);
      const show = page.getByRole('button', { name: 'Новых: 1 — показать' });
      await show.waitFor();
      expect(await box.boundingBox()).toEqual(place);
      expect(await visit.axe()).toEqual([]);
      await show.click();
      await page.getByRole('row').filter({ hasText: 'KEPT-3' }).waitFor();
      expect(await box.isChecked()).toBe(true);

      // Nor does the line come in that offers all that are found.
      await choosePage(visit);
      const lower = await box.boundingBox();
      await acceptedOrder(panel, 'KEPT-4', [{ id: '1' }]);
      await show.waitFor();
      expect(await box.boundingBox()).toEqual(lower);
      expect(await page.getByText('Выбрана вся страница').count()).toBe(0);
      await show.click();
      await page.getByRole('row').filter({ hasText: 'KEPT-4' }).waitFor();
    });

    it('a filter is saved by a name and found on another machine; it is renamed, replaced and deleted there', async () => {
      const one = await panel.signIn(maria);
      await one.goto('/external-orders?q=CH-&state=accepted');
      await one.page.getByRole('button', { name: 'Сортировать: Заказано' }).click();
      await one.page.waitForURL(/sort=-total/);
      await one.page.getByRole('button', { name: 'Мои фильтры' }).click();
      await one.page.getByRole('menuitem', { name: 'Сохранить как…' }).click();
      await one.page.getByRole('dialog').getByLabel('Название').fill('Дорогие');
      expect(await one.axe()).toEqual([]);
      await one.page.keyboard.press('Enter');
      await one.sees('Фильтр «Дорогие» сохранён');

      const other = await panel.signIn(maria, { viewport: { width: 1366, height: 768 } });
      const { page } = other;
      const menu = async (name: string) => {
        await page.getByRole('button', { name: 'Мои фильтры' }).click();
        await page.getByRole(/…$/.test(name) ? 'menuitem' : 'menuitemradio', { name }).click();
      };
      await other.goto('/external-orders');
      await menu('Дорогие');
      await other.sees('Поиск: CH-');
      expect(await page.getByRole('tab', { name: /^Приняты\s*\d/ }).getAttribute('aria-selected')).toBe('true');
      await eventually(async () => expect(await firstNumbers(other)).toBe(numberOf(COUNT - 1)));

      await page.getByRole('button', { name: 'Сортировать: Заказано' }).click();
      await eventually(async () => expect(await firstNumbers(other)).toBe(numberOf(1)));
      await menu('Изменить…');
      const dialog = page.getByRole('dialog', { name: 'Мои фильтры' });
      expect(await other.axe()).toEqual([]);
      await dialog.getByRole('button', { name: 'Заменить выбранным сейчас: Дорогие' }).click();
      await other.sees('Фильтр «Дорогие» заменён');
      await dialog.getByRole('button', { name: 'Переименовать: Дорогие' }).click();
      const renaming = page.getByRole('dialog', { name: 'Переименовать фильтр' });
      await renaming.getByLabel('Название').fill('Дешёвые');
      await page.keyboard.press('Enter');
      await renaming.waitFor({ state: 'detached' });
      const [saved] = (await panel.api.get('/saved-filters')).body;
      expect(saved).toBeUndefined(); // the administrator's own
      await dialog.getByRole('button', { name: 'Закрыть' }).click();
      await other.goto('/external-orders');
      await menu('Дешёвые');
      await eventually(async () => expect(await firstNumbers(other)).toBe(numberOf(1)));

      await menu('Изменить…');
      await dialog.getByRole('button', { name: 'Удалить: Дешёвые' }).click();
      await page
        .getByRole('dialog', { name: /Удалить фильтр/ })
        .getByRole('button', { name: 'Удалить' })
        .click();
      await other.sees('Фильтр удалён');
      await page.getByRole('button', { name: 'Мои фильтры' }).click();
      await other.sees(/сохраните их под своим названием/);
      expect(await other.axe()).toEqual([]);
    });

    it('saved filters that cannot be loaded are told to be so, and are asked for again', async () => {
      const visit = await panel.signIn(maria);
      const { page } = visit;
      await page.route(/\/api\/saved-filters/, (route) =>
        route.fulfill({ status: 503, json: { status: 503, code: 'unavailable', detail: 'Try again later' } }),
      );
      visit.allow(/status of 503 .*saved-filters/);
      await visit.goto('/external-orders');
      await page.getByRole('button', { name: 'Мои фильтры' }).click();
      await visit.sees(/^Не удалось загрузить\. /);
      expect(await page.getByText(/сохраните их под своим названием/).count()).toBe(0);
      expect(await visit.axe()).toEqual([]);
      await page.unroute(/\/api\/saved-filters/);
      await page.getByRole('menuitem', { name: 'Попробовать ещё раз' }).click();
      await visit.sees(/сохраните их под своим названием/);
    });

    it('a period that ends before it begins is told as such, and an end that cannot be read can be chosen again', async () => {
      const visit = await panel.signIn(maria);
      const { page } = visit;
      await visit.goto('/external-orders?from=2026-11-20T00:00:00.000Z');
      await page.getByRole('button', { name: 'Период' }).click();
      await page.getByRole('textbox', { name: 'По', exact: true }).fill('01.11.2026');
      await visit.sees('Раньше начала периода');
      await page.getByRole('textbox', { name: 'С', exact: true }).fill('01.10.2026');
      await page.getByText('Раньше начала периода').waitFor({ state: 'detached' });

      visit.allow(/status of 422/);
      await visit.goto('/external-orders?to=yesterday');
      await visit.sees('По yesterday');
      await page.getByRole('button', { name: 'Период' }).click();
      await page.getByRole('textbox', { name: 'По', exact: true }).fill('01.11.2099');
      await visit.sees(numberOf(1));
    });
  });
