import { acceptedOrder } from '../support/orders.js';
import type { Panel } from '../support/panel.js';

/** An iPad's, upright: the menu stands beside the page. */
const TABLETS = [768, 820];
const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };
/** Safari on a phone zooms in on a field with smaller letters. */
const LEAST_LETTERS_PX = 16;

export const tablet = (panel: Panel) =>
  describe('by touch', () => {
    it.each(TABLETS)('a tablet %d wide has the statuses and what can be done with them whole', async (width) => {
      const visit = await panel.signIn(undefined, { viewport: { width, height: 1100 } });
      await visit.goto('/order-statuses');
      await visit.page
        .getByRole('button', { name: /^Действия: / })
        .first()
        .waitFor();
      expect(await visit.lacksRoom()).toEqual([]);
    });

    it.each(TABLETS)('a tablet %d wide has the printed form whole', async (width) => {
      const number = `TABLET-${width}`;
      const { id } = await acceptedOrder(panel, number, [
        { id: '1', brand: 'MANN-FILTER', number: 'C 25 114', name: 'Фильтр воздушный', price: '123456.00' },
      ]);
      const visit = await panel.signIn(undefined, { viewport: { width, height: 1100 } });
      await visit.goto(`/orders/${id}/print`);
      await visit.page.getByText('MANN-FILTER C 25 114').first().waitFor();
      expect(await visit.lacksRoom()).toEqual([]);
    });

    it('a phone need not zoom in on a field', async () => {
      const visit = await panel.signIn(undefined, PHONE);
      const { page } = visit;
      for (const path of ['/external-orders', '/audit', '/profile']) {
        await visit.goto(path);
        const fields = page.locator('main :is(input, textarea):not([type=checkbox], [type=radio])');
        await fields.first().waitFor();
        const letters = await fields.evaluateAll((all) =>
          all.map((field) => parseFloat(getComputedStyle(field).fontSize)),
        );
        expect([path, Math.min(...letters)]).toEqual([path, LEAST_LETTERS_PX]);
      }
    });
  });
