import type { BrowserContext, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

const NOTICES = 'Уведомления браузера';

interface Shown {
  title: string;
  click(): void;
}

/** Allows notices in what is opened from now on, which a browser without windows does not, and keeps what it is told to show. */
async function recordNotices(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const shown: Shown[] = [];
    class Recorded extends Notification {
      static override readonly permission = 'granted';
      static override async requestPermission(): Promise<NotificationPermission> {
        return 'granted';
      }

      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        shown.push({ title, click: () => this.onclick?.(new Event('click')) });
      }
    }
    Object.assign(globalThis, { Notification: Recorded, shown });
  });
}

const shownIn = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { shown: Shown[] }).shown.map(({ title }) => title));

async function clickLast(page: Page): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as { shown: Shown[] }).shown.at(-1)!.click());
}

/** As when another program's window is in front, or the panel's again. */
async function setInFront(page: Page, isInFront: boolean): Promise<void> {
  await page.evaluate((isFocused) => {
    document.hasFocus = () => isFocused;
    dispatchEvent(new Event(isFocused ? 'focus' : 'blur'));
  }, isInFront);
}

export const signs = (panel: Panel) =>
  describe('what tells a manager that something is to be done', () => {
    it('the bell keeps a cancellation apart from new orders, which are one entry, and the tab shows both', async () => {
      const visit = await panel.signIn(await panel.addPerson('vera-of-signs', ['manager']));
      const { page } = visit;
      await visit.goto('/');
      await page.getByRole('button', { name: 'Сообщения', exact: true }).waitFor();
      for (const id of ['SIGN-1', 'SIGN-2', 'SIGN-3']) await panel.sandboxOrder({ id });
      await panel.sandboxCancel('SIGN-1');
      const bell = page.getByRole('button', { name: /требуют действий — 1, новые заказы — 2, новости — 0/ });
      await bell.click();
      await eventually(async () => expect(await page.title()).toMatch(/^\(\d+!\) /));
      await page.locator('link[rel="icon"][href^="data:image/png"]').waitFor({ state: 'attached' });
      await page.getByRole('button', { name: /Клиент отменил заказ SIGN-1/ }).waitFor();
      expect(await visit.axe()).toEqual([]);

      await page.getByRole('button', { name: 'Новых заказов: 2' }).click();
      const listed = page.getByRole('table').getByRole('link', { name: /^SIGN-/ });
      await listed.nth(1).waitFor();
      expect(await listed.allInnerTexts()).toEqual(['SIGN-2', 'SIGN-3']);
      await page.getByRole('button', { name: /требуют действий — 1, новые заказы — 0/ }).click();
      await page.getByRole('button', { name: /Клиент отменил заказ SIGN-1/ }).click();
      await page.getByRole('heading', { name: /SIGN-1/ }).waitFor();
      await page.getByRole('button', { name: 'Сообщения', exact: true }).waitFor();
      await eventually(async () => expect(await page.title()).toMatch(/^\(\d+\) /));
    });

    it('messages that could not be loaded are told to be so, and can be asked for again', async () => {
      const visit = await panel.signIn(await panel.addPerson('inga-of-signs', ['manager']));
      const { page } = visit;
      visit.allow(/status of 503 .*\/manager-notifications/);
      await page.route('**/api/manager-notifications?part=*', (route) =>
        route.fulfill({ status: 503, json: { status: 503, code: 'unavailable', detail: 'Try again later' } }),
      );
      await visit.goto('/profile');
      await page.getByRole('button', { name: /^Сообщения/ }).click();
      const failed = page.getByRole('alert').filter({ hasText: 'Не удалось загрузить' });
      await failed.waitFor();
      await page.unroute('**/api/manager-notifications?part=*');
      await failed.getByRole('button', { name: 'Попробовать ещё раз' }).click();
      await visit.sees(/^Всё сделано\. /);
      await visit.settles();
    });

    it('who opens an order has read what was told of it', async () => {
      const visit = await panel.signIn(await panel.addPerson('olga-of-signs', ['manager']));
      await panel.sandboxOrder({ id: 'SIGN-4' });
      await panel.sandboxCancel('SIGN-4');
      const [{ id }] = (await panel.api.get('/external-orders?q=SIGN-4')).body.data;
      await visit.goto('/orders');
      await visit.page.getByRole('button', { name: /требуют действий — 1/ }).waitFor();
      await visit.goto(`/external-orders/${id}`);
      await visit.page.getByRole('button', { name: 'Сообщения', exact: true }).waitFor();
      await visit.settles();
    });

    it('the browser tells of new orders while no tab is in front: once, and gathered', async () => {
      // A window that no other journey gets.
      const visit = await panel.signIn(await panel.addPerson('rita-of-signs', ['manager']), {
        permissions: ['notifications'],
      });
      const { page } = visit;
      const context = page.context();
      await recordNotices(context);
      await visit.goto('/');
      await page.getByRole('button', { name: 'Сообщения', exact: true }).click();
      const setting = page.getByRole('dialog').getByText(NOTICES).locator('../..');
      await setting.getByText('Выключены в этом браузере.').waitFor();
      await setting.getByRole('button', { name: 'Включить' }).click();
      await setting.getByText('Включены в этом браузере.').waitFor();
      expect(await shownIn(page)).toEqual(['Уведомления включены']);
      await page.keyboard.press('Escape');

      const other = await context.newPage();
      await other.goto('/profile');
      await other.getByText('Включены в этом браузере.').waitFor();
      expect(await visit.axe()).toEqual([]);
      for (const each of [page, other]) await setInFront(each, false);
      const shown = async () => [...(await shownIn(page)).slice(1), ...(await shownIn(other))];
      await panel.sandboxOrder({ id: 'SIGN-5' });
      await eventually(async () => expect(await shown()).toEqual(['Новый заказ SIGN-5']));
      await panel.sandboxOrder({ id: 'SIGN-6' });
      await eventually(async () => expect(await shown()).toEqual(['Новый заказ SIGN-5', 'Новых заказов: 2']));
      await clickLast(page);
      await page.getByRole('tab', { name: /Ждут решения/ }).waitFor();

      await setInFront(other, true);
      const looked = page.waitForResponse(
        async (answer) =>
          /\/manager-notifications\?unread=true/.test(answer.url()) && /SIGN-7/.test(await answer.text()),
      );
      await panel.sandboxOrder({ id: 'SIGN-7' });
      // By itself, or with the two before it that are still told of.
      await other.getByText(/^Новый внешний заказ SIGN-7$|^3 новых внешних заказа$/).waitFor();
      await other.getByRole('button', { name: /новые заказы — 3/ }).waitFor();
      // The tab that shows notices has seen that another one is in front.
      await looked;
      await visit.settles();
      await setInFront(other, false);
      await panel.sandboxOrder({ id: 'SIGN-8' });
      await eventually(async () => expect((await shown()).slice(2)).toEqual(['Новый заказ SIGN-8']));
      await clickLast(page);
      await page.getByRole('heading', { name: /SIGN-8/ }).waitFor();
      await visit.settles();
    });

    it('the tab shows nothing when nothing waits', async () => {
      const visit = await panel.signIn(await panel.addPerson('nina-of-signs', ['manager']));
      await visit.goto('/');
      await visit.page.locator('link[rel="icon"][href^="data:image/png"]').waitFor({ state: 'attached' });
      const { data } = (await panel.api.get('/external-orders?state=new,partially_decided&perPage=200')).body;
      await panel.api.post('/external-orders/refuse', { ids: data.map(({ id }: { id: string }) => id) });
      await visit.page.locator('link[rel="icon"][href$="/icon.svg"]').waitFor({ state: 'attached' });
      expect(await visit.page.title()).toBe('Дашборд · partsdesk');
    });

    it('the panel is there, too, where the browser keeps nothing for it', async () => {
      // In a window of its own, since what is taken from it stays away.
      const visit = await panel.signIn(undefined, { viewport: { width: 1301, height: 800 } });
      const { page } = visit;
      await page.addInitScript(() => {
        if (location.pathname !== '/orders') return;
        const get = () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        };
        Object.defineProperty(window, 'localStorage', { get, configurable: true });
        Object.defineProperty(window, 'sessionStorage', { get, configurable: true });
      });
      await visit.goto('/orders');
      await page.getByRole('heading', { name: 'Заказы' }).waitFor();
      await page.getByRole('radiogroup', { name: 'Язык' }).getByText('EN').click();
      await page.getByRole('heading', { name: 'Orders', exact: true }).waitFor();
      await visit.settles();
    });
  });
