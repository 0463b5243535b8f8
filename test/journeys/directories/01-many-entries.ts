import type { Panel } from '../support/panel.js';

/** More than a page of the service holds. */
const REGIONS = 205;
const STATUSES = 60;
const CONNECTIONS = 30;
/** Of a price list's file. */
const COLUMNS = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };

/** A network of dealers: what it configures is found, and nothing of it is left out. */
export const manyEntries = (panel: Panel) =>
  describe('directories with hundreds of entries', () => {
    let last: string;

    beforeAll(async () => {
      for (let number = 2; number < REGIONS; number += 1) await panel.addRegion(`Филиал ${number}`);
      await panel.addRegion('Ж'.repeat(255));
      last = await panel.addRegion('Филиал Дальний');
      for (let number = 1; number <= STATUSES; number += 1)
        await panel.api.post('/order-statuses', { name: `Этап ${number}`, group: 'processing' });
      for (let number = 0; number < CONNECTIONS; number += 1)
        await panel.api.post('/marketplace-connections', { marketplace: 'gettzap', regionId: last });
    });

    it('the region that was made last has its name, and is found by it, as a person is', async () => {
      await panel.addPerson('ilyina', ['manager'], [last]);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/users');
      const row = page.getByRole('row').filter({ hasText: 'ilyina' });
      await row.getByText('Филиал Дальний').waitFor();
      await page.getByRole('textbox', { name: 'Поиск' }).fill('ILYINA');
      await page.getByRole('row').filter({ hasText: panel.admin.email }).waitFor({ state: 'detached' });
      await row.waitFor();
      await page.getByRole('combobox', { name: 'Регион' }).click();
      // One long name makes none of the others as wide, of which the end could not be seen.
      expect((await page.getByRole('option', { name: 'Филиал 2', exact: true }).boundingBox())!.width).toBeLessThan(
        400,
      );
      await page.keyboard.type('даль');
      await page.getByRole('option', { name: 'Филиал Дальний' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await visit.settles();
      expect(await page.getByRole('combobox', { name: 'Регион' }).inputValue()).toBe('Филиал Дальний');
      await visit.goto('/regions');
      await page.getByRole('textbox', { name: 'Поиск' }).fill('дальний');
      await page.getByRole('row').filter({ hasText: 'Филиал 200' }).waitFor({ state: 'detached' });
      await page.getByRole('row').filter({ hasText: 'Филиал Дальний' }).waitFor();
      expect(await visit.axe()).toEqual([]);
    });

    it('connections, statuses, price lists and exchanges are found by what they are called, by a short way', async () => {
      const lists = Array.from({ length: 13 }, (_, index) => `Поставщик ${index + 1}`).concat('Тёплый Склад');
      for (const name of lists) await panel.api.post('/price-lists', { name, regionId: last, columns: COLUMNS });
      for (const name of lists) await panel.api.post('/exchanges', { kind: 'one_c', name });
      const [connection] = (await panel.api.get('/marketplace-connections?perPage=200&sort=createdAt')).body.data;
      await panel.api.patch(`/marketplace-connections/${connection.id}`, { login: 'Зелёный' });
      const visit = await panel.signIn();
      const { page } = visit;
      const search = page.getByRole('textbox', { name: 'Поиск' });
      const rows = page.getByRole('table').getByRole('row');
      for (const [address, typed, found, count] of [
        ['/marketplaces', 'ЗЕЛЕНЫЙ', 'Зелёный', CONNECTIONS + 1],
        ['/order-statuses', 'этап 55', 'Этап 55', STATUSES + 7],
        ['/price-lists', 'теплый склад', 'Тёплый Склад', lists.length],
        ['/exchanges', 'теплый склад', 'Тёплый Склад', lists.length],
      ] as const) {
        await visit.goto(address);
        await rows.nth(1).waitFor();
        await visit.settles();
        expect([address, (await rows.count()) - 1]).toEqual([address, count]);
        const height = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
        expect([address, height < 6]).toEqual([address, true]);
        expect(await visit.axe()).toEqual([]);
        await search.fill(typed);
        await rows.nth(2).waitFor({ state: 'detached' });
        await rows.nth(1).getByText(found).first().waitFor();
        await page.reload();
        await rows.nth(1).getByText(found).first().waitFor();
        await visit.screenshot(`searched-${address.slice(1)}`);
        await search.fill('чего нет');
        await page.getByRole('button', { name: 'Сбросить фильтры' }).click();
        await rows.nth(2).waitFor();
      }
      await visit.goto('/order-statuses?q=55');
      expect(await page.getByRole('button', { name: 'Переместить: Этап 55' }).isDisabled()).toBe(true);
      await visit.resize(375);
      for (const address of ['/marketplaces', '/order-statuses', '/price-lists', '/exchanges']) {
        await visit.goto(address);
        await search.waitFor();
        await visit.settles();
        expect(await visit.lacksRoom()).toEqual([]);
        await visit.screenshot(`phone-${address.slice(1)}`);
      }
    });

    it('what GettZap is not told is read from the left on a phone, as all that takes several lines', async () => {
      const visit = await panel.signIn(undefined, { viewport: { width: 375, height: 812 } });
      await visit.goto('/marketplaces');
      const warning = visit.page.getByText(/^GettZap не узнает ни о принятых заказах/).first();
      await warning.waitFor();
      const beginnings = await warning.evaluate((element) => {
        const words = document.createRange();
        words.selectNodeContents(element);
        return [...words.getClientRects()].map(({ left }) => Math.round(left - element.getBoundingClientRect().left));
      });
      expect(beginnings.length).toBeGreaterThan(1);
      expect(new Set(beginnings)).toEqual(new Set([0]));
    });

    it('a status is put into its place at once, not step by step', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/order-statuses');
      await page.getByRole('button', { name: `Действия: Этап ${STATUSES}`, exact: true }).press('Enter');
      await page.getByRole('menuitem', { name: 'Переместить на место…' }).press('Enter');
      await page.getByRole('textbox', { name: 'Место' }).fill('3');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await visit.settles();
      const names = () => page.getByRole('row').getByRole('link').allInnerTexts();
      expect((await names())[2]).toBe(`Этап ${STATUSES}`);
      await page.reload();
      await visit.sees('Этап 1');
      expect((await names())[2]).toBe(`Этап ${STATUSES}`);
    });

    it('the choices of a list that is not open are no part of the page, however many lists there are', async () => {
      const { body: exchange } = await panel.api.post('/exchanges', { kind: 'one_c', name: '1С сети' });
      const { body: statuses } = await panel.api.get('/order-statuses?perPage=200');
      const meanings = statuses.data.map(({ id }: { id: string }, number: number) => ({
        value: `Код ${number}`,
        statusId: id,
      }));
      await panel.api.put(`/exchanges/${exchange.id}/statuses`, meanings);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/exchanges/${exchange.id}?tab=statuses`);
      await page.getByRole('combobox', { name: 'Код 40' }).waitFor();
      expect(await page.locator('[role="option"]').count()).toBe(0);
      await page.getByRole('combobox', { name: 'Код 40' }).click();
      await page.keyboard.type('этап 55');
      await page.getByRole('option', { name: 'Этап 55' }).click();
      expect(await page.getByRole('combobox', { name: 'Код 40' }).inputValue()).toBe('Этап 55');
    });

    it('the rules of one of many connections are chosen from a list, and only results that are seen are asked for', async () => {
      const { body: connections } = await panel.api.get('/marketplace-connections?perPage=200');
      const connectionId = connections.data[0].id;
      for (let number = 1; number <= 30; number += 1) {
        const rule = { connectionId, name: `Правило ${number}`, conditions: {}, action: { kind: 'accept' } };
        await panel.api.post('/processing-rules', rule);
      }
      const visit = await panel.signIn();
      const { page } = visit;
      let asked = 0;
      page.on('request', (request) => (asked += Number(request.url().endsWith('/results'))));
      await visit.goto('/processing-rules');
      await page.getByRole('combobox', { name: 'Подключение' }).click();
      await page.getByRole('option', { name: new RegExp(`№ ${connectionId}$`) }).click();
      await page.getByRole('link', { name: 'Правило 1', exact: true }).waitFor();
      await visit.settles();
      expect(asked).toBeGreaterThan(0);
      expect(asked).toBeLessThan(15);
      await page.getByRole('link', { name: 'Правило 30' }).scrollIntoViewIfNeeded();
      await visit.settles();
      expect(asked).toBeLessThan(30);
      expect(await visit.lacksRoom()).toEqual([]);
      expect(await visit.axe()).toEqual([]);
    });
  });
