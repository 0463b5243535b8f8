import { eventually } from '../../support/eventually.js';
import { hold } from '../support/hold.js';
import type { Panel } from '../support/panel.js';

/** More than a browser has connections to one host over HTTP/1. */
const TABS = 8;
/** Parts of the panel that were not loaded yet. */
const USERS_PAGE = '**/assets/users-page-*.js';
const SEARCH_WINDOW = '**/assets/search-window-*.js';

export const openForDays = (panel: Panel) =>
  describe('the panel stays open', () => {
    it('in more tabs than a browser has connections to the service, each of which is told what happens', async () => {
      const visit = await panel.signIn();
      const context = visit.page.context();
      const tabs = [visit.page];
      while (tabs.length < TABS) tabs.push(await context.newPage());
      for (const tab of tabs) {
        await tab.goto('/external-orders');
        await tab.getByRole('heading', { name: 'Внешние заказы' }).waitFor();
      }
      await panel.sandboxOrder({ id: 'TABS-1' });
      for (const tab of tabs) await tab.getByRole('table').getByRole('link', { name: 'TABS-1' }).waitFor();
    });

    it('without a network while a page is gone to that was not loaded yet, and shows it as soon as there is one', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/net::ERR_/, /Failed to fetch dynamically imported module/, /part missing/);
      await visit.goto('/profile');
      await visit.settles();
      await page.route(USERS_PAGE, (route) => route.abort('internetdisconnected'));
      await visit.offline(true);
      await page.getByRole('link', { name: 'Пользователи' }).click();
      await visit.sees('Не удалось загрузить');
      await visit.sees('Нет связи с сервисом');
      await page.getByRole('button', { name: 'Попробовать ещё раз' }).click();
      await page.getByRole('link', { name: 'Профиль' }).first().click();
      await page.getByRole('heading', { name: 'Профиль' }).waitFor();

      await page.getByRole('link', { name: 'Пользователи' }).click();
      await visit.sees('Не удалось загрузить');
      expect(await visit.axe()).toEqual([]);
      await page.unroute(USERS_PAGE);
      await visit.offline(false);
      await page.getByRole('heading', { name: 'Пользователи' }).waitFor();
    });

    it('with what is typed, while a window over the page does not come', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/net::ERR_/, /Failed to fetch dynamically imported module/, /part missing/);
      await panel.sandboxOrder({ id: 'TYPED-1' });
      const [{ id }] = (await panel.api.get('/external-orders?q=TYPED-1')).body.data;
      await page.route(SEARCH_WINDOW, (route) => route.abort('internetdisconnected'));
      await visit.goto(`/external-orders/${id}`);
      const note = page.getByRole('textbox', { name: 'Новая заметка' });
      await note.fill('Перезвонить в пять');
      await visit.offline(true);
      await page.keyboard.press('Control+KeyK');
      await visit.sees('Сервис не отвечает. Проверьте связь.');
      await visit.offline(false);
      await page.getByText('Нет связи с сервисом').waitFor({ state: 'detached' });
      // The service has another version by now: who types is told, and decides when.
      await page.keyboard.press('Control+KeyK');
      await visit.sees('Панель обновилась. Сохраните введённое и обновите страницу.');
      expect(await note.inputValue()).toBe('Перезвонить в пять');
      await note.fill('');
    });

    it('over a new version, whose parts have other names: the page that is gone to comes from that', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/status of 404/, /Failed to fetch dynamically imported module/, /part missing/);
      await visit.goto('/profile');
      await visit.settles();
      await page.evaluate(() => document.body.setAttribute('data-not-reloaded', ''));
      let isOld = true;
      page.on('domcontentloaded', () => {
        isOld = false;
      });
      await page.route(USERS_PAGE, (route) => (isOld ? route.fulfill({ status: 404 }) : route.fallback()));
      await page.getByRole('link', { name: 'Пользователи' }).click();
      await page.getByRole('heading', { name: 'Пользователи' }).waitFor();
      expect(await page.locator('body[data-not-reloaded]').count()).toBe(0);
    });

    it('to nobody who leaves it while a part of it is on its way, which some browsers give up at once', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/net::ERR_/, /Failed to fetch dynamically imported module/, /part missing/);
      await visit.goto('/profile');
      await visit.settles();
      // Nobody is too slow in leaving here, whatever the machine.
      await page.evaluate(() => {
        const after = window.setTimeout.bind(window);
        window.setTimeout = ((work: () => void, ms = 0) =>
          after(work, ms < 10_000 ? ms : 600_000)) as typeof window.setTimeout;
      });
      let giveUp!: () => Promise<void>;
      await page.route(USERS_PAGE, (route) => {
        giveUp = () => route.abort('aborted');
      });
      const answer = await hold(page, ({ pathname }) => pathname === '/orders');
      const asked = page.waitForRequest(/\/assets\/users-page-.*\.js$/);
      await page.getByRole('link', { name: 'Пользователи' }).click();
      await asked;
      const left = page.waitForRequest((request) => new URL(request.url()).pathname === '/orders');
      await page.evaluate(() => location.assign('/orders'));
      await left;
      // As Firefox does, by itself, with all that is under way.
      await giveUp();
      // The panel that took it for a version that is gone would have asked for a new one by then, and be loading it.
      for (let n = 0; n < 200; n += 1) await page.request.head('/');
      answer();
      await page.getByRole('heading', { level: 1, name: 'Заказы' }).waitFor();
    });

    describe('for weeks, while the service is upgraded', () => {
      const MINUTES = 10;
      const outdated = async () => {
        const visit = await panel.signIn();
        const { page } = visit;
        await visit.goto('/profile');
        await visit.settles();
        const isThere = () => page.locator('body[data-of-the-old-version]').count();
        await page.evaluate((ms) => {
          document.body.setAttribute('data-of-the-old-version', '');
          const now = Date.now.bind(Date);
          Date.now = () => now() + ms;
          // A message stays, however slow the machine is.
          const after = window.setTimeout.bind(window);
          window.setTimeout = ((work: () => void, wait = 0) =>
            after(work, wait < 8_000 ? wait : ms)) as typeof window.setTimeout;
        }, MINUTES * 60_000);
        const newPage = '<script type="module" src="/assets/index-of-the-next.js"></script>';
        await page.route(`${panel.url}/`, (route) => route.fulfill({ contentType: 'text/html', body: newPage }));
        const asked = page.waitForResponse(`${panel.url}/`);
        await page.getByRole('link', { name: 'Регионы' }).click();
        await page.getByRole('heading', { name: 'Регионы' }).waitFor();
        await asked;
        await visit.settles();
        return { visit, page, isThere };
      };

      it('and the next page that is gone to is of the new version', async () => {
        const { page, isThere } = await outdated();
        expect(await isThere()).toBe(1);
        await page.getByRole('link', { name: 'Пользователи' }).click();
        await page.getByRole('heading', { name: 'Пользователи' }).waitFor();
        expect(await isThere()).toBe(0);
      });

      it('and keeps a message that is shown', async () => {
        const { page, isThere } = await outdated();
        await panel.sandboxOrder({ id: 'UPGRADED-1' });
        const message = page.getByRole('alert').filter({ hasText: 'UPGRADED-1' });
        await message.waitFor();
        await page.getByRole('link', { name: 'Пользователи' }).click();
        await page.getByRole('heading', { name: 'Пользователи' }).waitFor();
        expect(await isThere()).toBe(1);
        await message.waitFor();
      });
    });

    it('without a part of every page that is lost: it is loaded anew once, and then works without that part', async () => {
      for (const name of ['Север', 'Юг']) await panel.addRegion(name);
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/status of 404/, /Failed to fetch dynamically imported module/, /part missing/);
      let loads = 0;
      page.on('domcontentloaded', () => (loads += 1));
      await page.route('**/assets/region-select-*.js', (route) => route.fulfill({ status: 404 }));
      await visit.goto('/profile');
      await visit.sees('Панель обновилась');
      await page.getByRole('link', { name: 'Пользователи' }).click();
      await page.getByRole('heading', { name: 'Пользователи' }).waitFor();
      expect(loads).toBe(2);
    });

    it.each([
      ['script', '**/assets/index-*.js'],
      ['style', '**/assets/index-*.css'],
    ])('though the %s of its first page did not come: it is loaded again by itself', async (_, file) => {
      const visit = await panel.visit();
      const { page } = visit;
      visit.allow(/status of (404|503)/);
      await page.route(file, (route) => route.fulfill({ status: 404 }));
      // As long as the service cannot be had nothing is loaded again.
      await page.route(`${panel.url}/`, (route) => route.fulfill({ status: 503 }));
      await visit.goto('/profile');
      await visit.sees('Часть панели не загрузилась');
      expect(await visit.axe()).toEqual([]);
      await page.unroute(file);
      await page.unroute(`${panel.url}/`);
      await page.getByRole('heading', { name: 'Вход' }).waitFor();
    });

    it('where a virus scanner puts a script into its pages, which the browser refuses', async () => {
      const visit = await panel.visit();
      const { page } = visit;
      visit.allow(/Content.Security.Policy/, /scanner\.example/);
      let loads = 0;
      page.on('domcontentloaded', () => (loads += 1));
      await page.route(`${panel.url}/profile`, async (route) => {
        const answer = await route.fetch();
        const html = await answer.text();
        const body = html.replace('</head>', '<script src="https://scanner.example/main.js"></script></head>');
        await route.fulfill({ response: answer, body });
      });
      const refused = page.waitForEvent('console', (message) => message.text().includes('scanner.example'));
      await visit.goto('/profile');
      await refused;
      await page.getByRole('heading', { name: 'Вход' }).waitFor();
      expect(await page.getByText('Часть панели не загрузилась').count()).toBe(0);
      expect(loads).toBe(1);
    });

    it('while an order comes of which no more can be read: it is told of all the same', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/net::ERR_/);
      await visit.goto('/profile');
      await visit.settles();
      await page.route(/\/api\/external-orders\/\d+$/, (route) => route.abort('connectionreset'));
      await panel.sandboxOrder({ id: 'NAMELESS-1' });
      await page.getByRole('alert').filter({ hasText: 'новый внешний заказ' }).waitFor();
    });

    it('while many orders come, which leave room to take a decision back', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await panel.sandboxOrder({ id: 'MANY-0' });
      const [{ id }] = (await panel.api.get('/external-orders?q=MANY-0')).body.data;
      await visit.goto(`/external-orders/${id}`);
      await page.getByRole('heading', { name: '№ MANY-0' }).waitFor();
      await visit.tellsLate();
      const notes = () => page.getByRole('alert').allInnerTexts();
      for (let n = 1; n <= 12; n += 1) {
        const before = await notes();
        await panel.sandboxOrder({ id: `MANY-${n}` });
        // One after the other, as orders come that are not sent together.
        await eventually(async () => expect(await notes()).not.toEqual(before));
        // There is room for five; what comes after them waits.
        expect((await notes()).length).toBeLessThan(5);
      }
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      await page.getByRole('button', { name: 'Отменить', exact: true }).click();
      await visit.sees('Отменено: всё как было');
    });
  });
