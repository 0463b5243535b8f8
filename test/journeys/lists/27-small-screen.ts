import { eventually } from '../../support/eventually.js';
import { listOf } from '../support/lists.js';
import { acceptedOrder } from '../support/orders.js';
import type { Panel } from '../support/panel.js';
import type { Visit } from '../support/visit.js';

const COUNT = 12;
const NUMBER = 'C 25 114';
const SMALL = { width: 1366, height: 768 };

/** What of a list can be seen without scrolling, and what of it is not as a list should be. */
const measured = ({ page }: Visit) =>
  page.evaluate((number) => {
    const rows = [...document.querySelectorAll('tr[data-row]')];
    const isWhole = (row: Element) => {
      const words = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      while (words.nextNode()) {
        const node = words.currentNode;
        const from = node.textContent!.indexOf(number);
        if (from < 0) continue;
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, from + number.length);
        const cell = node.parentElement!.closest('td')!.getBoundingClientRect();
        const lines = new Set([...range.getClientRects()].map(({ top }) => top));
        return lines.size === 1 && range.getBoundingClientRect().right <= cell.right;
      }
      return false;
    };
    return {
      inSight: rows.filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length,
      tall: rows.filter((row) => row.getBoundingClientRect().height > 44).length,
      broken: rows.filter((row) => !isWhole(row)).length,
      beyond: document.documentElement.scrollWidth - innerWidth,
    };
  }, NUMBER);

export const smallScreen = (panel: Panel) =>
  describe('1366 × 768 with two regions', () => {
    beforeAll(async () => {
      await panel.addRegion('Тверь');
      for (let n = 1; n <= COUNT; n += 1) {
        await panel.sandboxOrder({
          id: `S-${n}`,
          comment: 'Позвоните перед отправкой, пожалуйста, и возьмите коробку покрепче',
          positions: [
            { id: '1', brand: 'MANN-FILTER', number: 'C 25 114', name: 'Фильтр воздушный', quantity: 2 },
            { id: '2', brand: 'BOSCH', number: '0 986 494 019', name: 'Колодки тормозные', quantity: 1 },
          ],
        });
      }
    });

    it('the inbox shows ten orders in one line each, with part numbers and words of waiting', async () => {
      const visit = await panel.signIn(undefined, { viewport: SMALL });
      await visit.goto('/external-orders?state=new,partially_decided&q=S-');
      await visit.page.getByRole('link', { name: 'S-1', exact: true }).waitFor();
      const { inSight, ...wrong } = await measured(visit);
      expect(inSight).toBeGreaterThanOrEqual(10);
      expect(wrong).toEqual({ tall: 0, broken: 0, beyond: 0 });
      await visit.page.getByText('только что').first().waitFor();
    });

    it('and so it does where a price list says what there is, and an order has somebody who looks after it', async () => {
      const margarita = await panel.addPerson('margarita', ['manager']);
      await listOf(panel, 'Север', ['MANN-FILTER;C 25 114;Фильтр;7;100']);
      const { data } = (await panel.api.get('/external-orders?q=S-1')).body;
      const { body: users } = await panel.api.get('/users');
      const { id: assigneeId } = users.data.find(({ email }: { email: string }) => email === margarita.email);
      await panel.api.call('PUT', `/external-orders/${data[0].id}/assignee`, { userId: assigneeId });
      const visit = await panel.signIn(undefined, { viewport: SMALL });
      await visit.goto('/external-orders?state=new,partially_decided&q=S-');
      await visit.page.getByRole('table').getByText('margarita').first().waitFor();
      await visit.page.getByRole('table').getByText('частично').first().waitFor();
      const { inSight, ...wrong } = await measured(visit);
      expect(inSight).toBeGreaterThanOrEqual(10);
      expect(wrong).toEqual({ tall: 0, broken: 0, beyond: 0 });
      await visit.settles();
      const { body: lists } = await panel.api.get('/price-lists');
      for (const { id } of lists.data) await panel.api.delete(`/price-lists/${id}`);
    });

    it('Shift chooses all rows from the one that was chosen before, and the bar stays whole', async () => {
      const visit = await panel.signIn(undefined, { viewport: SMALL });
      const { page } = visit;
      await visit.goto('/external-orders?q=S-');
      const choice = (id: string) => page.getByRole('checkbox', { name: `Выбрать: ${id}`, exact: true });
      await choice('S-2').check();
      await choice('S-6').click({ modifiers: ['Shift'] });
      await eventually(async () => expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(5));
      const bar = await page.getByRole('group', { name: 'Действия с выбранными заказами' }).boundingBox();
      expect(bar!.x).toBeGreaterThanOrEqual(0);
      expect(bar!.x + bar!.width).toBeLessThanOrEqual(SMALL.width);
    });

    it('the list of orders does so, too', async () => {
      const { data } = (await panel.api.get('/external-orders?q=S-&perPage=50')).body;
      for (const { id } of data) await panel.api.post(`/external-orders/${id}/accept`);
      const visit = await panel.signIn(undefined, { viewport: SMALL });
      await visit.goto('/orders?q=S-');
      await visit.page.getByText('S-1', { exact: true }).waitFor();
      const { inSight, ...wrong } = await measured(visit);
      expect(inSight).toBeGreaterThanOrEqual(10);
      expect(wrong).toEqual({ tall: 0, broken: 0, beyond: 0 });
    });

    it('the list of orders shows GettZap’s numbers in full', async () => {
      const number = 'GZ-919701204';
      await acceptedOrder(panel, number, [{ id: '1' }]);
      const visit = await panel.signIn(undefined, { viewport: SMALL });
      await visit.goto(`/orders?q=${number}`);
      const cell = visit.page.getByText(number, { exact: true }).locator('xpath=..');
      expect(await cell.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    });

    it('the positions of an order show sums of millions in one line', async () => {
      const { id } = await acceptedOrder(panel, 'MILLIONS', [{ id: '1', price: '1234567.89', quantity: 12 }]);
      const visit = await panel.signIn(undefined, { viewport: SMALL });
      const { page } = visit;
      const linesOfSum = async () => {
        const cell = page.getByRole('table', { name: 'Позиции' }).getByText('14 814 814,68 ₽');
        return cell.evaluate(({ firstChild }) => {
          const range = document.createRange();
          range.selectNodeContents(firstChild!);
          return range.getClientRects().length;
        });
      };
      await visit.goto(`/orders/${id}`);
      expect(await linesOfSum()).toBe(1);
      await page.getByRole('link', { name: 'MILLIONS' }).click();
      await page.getByRole('heading', { level: 1, name: /MILLIONS/ }).waitFor();
      expect(await linesOfSum()).toBe(1);
    });
  });
