import type { Locator } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';
import type { Visit } from '../support/visit.js';

const PHONE = { width: 375, height: 812 };

/** Texts inside that are cut off by the window or by what they stand in. */
async function cutOff(place: Locator): Promise<string[]> {
  return place.evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>('*')]
      .filter((each) => each.checkVisibility() && each.children.length === 0 && each.textContent)
      .filter((each) => {
        const { left, right } = each.getBoundingClientRect();
        return left < 0 || right > innerWidth || each.scrollWidth > each.clientWidth + 1;
      })
      .filter((each) => getComputedStyle(each).display !== 'inline')
      .map((each) => each.textContent!),
  );
}

const beyond = ({ page }: Visit) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

export const phone = (panel: Panel) =>
  describe('a phone', () => {
    it('has the bar of chosen orders whole', async () => {
      for (const id of ['P-1', 'P-2']) await panel.sandboxOrder({ id });
      const visit = await panel.signIn(undefined, { viewport: PHONE });
      const { page } = visit;
      await visit.goto('/external-orders?q=P-');
      for (const id of ['P-1', 'P-2'])
        await page.getByRole('checkbox', { name: `Выбрать: ${id}`, exact: true }).check();
      const bar = page.getByRole('group', { name: 'Действия с выбранными заказами' });
      await bar.getByText('Выбрано 2').waitFor();
      expect([await cutOff(bar), await beyond(visit)]).toEqual([[], 0]);
    });

    it.each([PHONE, { width: 1366, height: 850 }])(
      'and a window of %j have what is told above the bar of chosen orders',
      async (viewport) => {
        const id = `TB-${viewport.width}`;
        await panel.sandboxOrder({ id });
        const visit = await panel.signIn(undefined, { viewport });
        const { page } = visit;
        await visit.goto(`/external-orders?q=${id}`);
        await page.getByRole('checkbox', { name: `Выбрать: ${id}`, exact: true }).check();
        await panel.sandboxOrder({ id: `${id}-later` });
        await visit.sees(`Новый внешний заказ ${id}-later`);
        const edges = () =>
          page.evaluate(() => {
            const toasts = document.querySelector('[data-position=bottom-right]')!.getBoundingClientRect();
            return [toasts.bottom, document.querySelector('[data-for-chosen]')!.getBoundingClientRect().top];
          });
        await eventually(async () => {
          const [bottom, top] = await edges();
          expect(bottom!).toBeLessThanOrEqual(top!);
        });
      },
    );

    it('has the search of the inbox as wide as the page', async () => {
      const visit = await panel.signIn(undefined, { viewport: PHONE });
      await visit.goto('/external-orders');
      const { width } = (await visit.page.getByRole('textbox', { name: 'Поиск', exact: true }).boundingBox())!;
      expect(width).toBeGreaterThan(PHONE.width - 40);
    });

    it('has the buttons of a decision whole', async () => {
      await panel.sandboxOrder({ id: 'P-3', positions: [{ id: '1' }, { id: '2' }, { id: '3' }] });
      const visit = await panel.signIn(undefined, { viewport: PHONE });
      const { page } = visit;
      await visit.goto('/external-orders?q=P-3');
      await page.getByRole('link', { name: 'P-3' }).click();
      for (const row of [0, 1])
        await page
          .getByRole('checkbox', { name: /^Выбрать: / })
          .nth(row)
          .check();
      for (const name of ['Принять выбранные (2)', 'Отклонить выбранные (2)']) {
        const button = page.getByRole('button', { name });
        await button.waitFor();
        expect(await cutOff(button)).toEqual([]);
      }
      expect(await beyond(visit)).toBe(0);
    });

    it('has the printed form whole', async () => {
      await panel.sandboxOrder({
        id: 'P-4',
        positions: [
          { id: '1', brand: 'MANN-FILTER', number: 'C 25 114', name: 'Фильтр воздушный', price: '123456.00' },
        ],
      });
      const [{ id }] = (await panel.api.get('/external-orders?q=P-4')).body.data;
      const { orderId } = (await panel.api.post(`/external-orders/${id}/accept`)).body;
      const visit = await panel.signIn(undefined, { viewport: PHONE });
      await visit.goto(`/orders/${orderId}/print`);
      const sheet = visit.page.getByRole('region', { name: /Печатная форма/ });
      await sheet.getByText('MANN-FILTER C 25 114').waitFor();
      expect([await cutOff(sheet), await beyond(visit)]).toEqual([[], 0]);
    });
  });
