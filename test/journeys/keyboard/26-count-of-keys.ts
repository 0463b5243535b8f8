import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { RussianKeyboard } from '../support/keyboard.js';
import type { Panel } from '../support/panel.js';
import type { Visit } from '../support/visit.js';

const TEN = ids('TEN', 10);
const OTHERS = ids('SIXTY', 50);
const QUICK = ids('QUICK', 3);
const BEHIND = ids('BEHIND', 3);
const HELD = ids('HELD', 2);
const SINGLY = 20;
const LESS = 4;
const WITH_STATUS = 3;
const WAITING = 'state=new,partially_decided';

export const countOfKeys = (panel: Panel) =>
  describe('sixty orders by keyboard, with a count of keys', () => {
    it('two an order, six for a smaller quantity, four for ten at once, three for a status', async () => {
      for (const id of TEN) await arrive(panel, id, 'Десятков');
      for (const id of OTHERS) await arrive(panel, id, 'Прочих');
      const visit = await panel.signIn();
      const keys = await RussianKeyboard.of(visit.page);

      expect(await tenAtOnce(visit, keys)).toBeLessThanOrEqual(4);
      for (const count of await singly(visit, keys)) expect(count).toBeLessThanOrEqual(2);
      for (const count of await inLess(visit, keys)) expect(count).toBeLessThanOrEqual(6);
      expect(await theRest(visit, keys)).toBeLessThanOrEqual(4);
      for (const count of await statuses(visit, keys)) expect(count).toBeLessThanOrEqual(3);

      const statesOf = async (q: string) => (await panel.api.get(`/external-orders/counts?q=${q}`)).body.states;
      expect(await statesOf('TEN-')).toMatchObject({ accepted: TEN.length });
      expect(await statesOf('SIXTY-')).toMatchObject({
        new: 0,
        accepted: OTHERS.length - LESS,
        partially_accepted: LESS,
      });
    });

    it('a key is not lost while the order before it is still on its way', async () => {
      for (const id of QUICK) await arrive(panel, id, 'Быстрых');
      const visit = await panel.signIn();
      const keys = await RussianKeyboard.of(visit.page);
      await visit.page.route('**/api/external-orders/accept', async (route) => {
        await pause(1_000);
        await route.continue();
      });
      await opens(visit, `${WAITING}&q=QUICK-`, QUICK.at(-1)!);
      for (const id of QUICK) {
        await keys.press('KeyJ');
        await keys.arriveAt(id);
        await keys.press('KeyA');
      }
      await eventually(async () => {
        const { states } = (await panel.api.get('/external-orders/counts?q=QUICK-')).body;
        expect(states).toMatchObject({ new: 0, accepted: QUICK.length });
      });
    });

    it('a decision that waited behind one that failed is told to be not sent', async () => {
      for (const id of BEHIND) await arrive(panel, id, 'Быстрых');
      const visit = await panel.signIn();
      visit.allow(/status of 503 .*\/accept/);
      const keys = await RussianKeyboard.of(visit.page);
      await visit.page.route('**/api/external-orders/accept', async (route) => {
        await pause(2_000);
        await route.fulfill({ status: 503, json: { status: 503, code: 'unavailable', detail: 'Try again later' } });
      });
      await opens(visit, `${WAITING}&q=BEHIND-`, BEHIND.at(-1)!);
      for (const id of BEHIND) {
        await keys.press('KeyJ');
        await keys.arriveAt(id);
        await keys.press('KeyA');
      }
      const told = visit.page.getByRole('alert').filter({ hasText: 'Решения по 2 заказам не отправлены' });
      await told.getByText(`${BEHIND[1]}, ${BEHIND[2]}`).waitFor();
      expect((await panel.api.get('/external-orders/counts?q=BEHIND-')).body.states).toMatchObject({ new: 3 });
    });

    it('a key that is held down decides one order, not the one that opens after it', async () => {
      for (const id of HELD) await arrive(panel, id, 'Быстрых');
      const [first, next] = (await panel.api.get('/external-orders?q=HELD-&sort=createdAt')).body.data;
      const visit = await panel.signIn();
      const { page } = visit;
      await page.route('**/api/external-orders?*sort=createdAt*', (route) =>
        route.fulfill({ json: { data: [next], meta: { page: 1, perPage: 1, total: 1 } } }),
      );
      await visit.goto('/profile');
      await page.evaluate(() => localStorage.setItem('partsdesk.opens-next', 'true'));
      await visit.goto(`/external-orders/${first.id}`);
      await page.getByRole('button', { name: 'Принять', exact: true }).waitFor();
      await page.keyboard.down('KeyA');
      await page.getByRole('heading', { level: 1, name: new RegExp(next.externalId) }).waitFor();
      await page.getByRole('button', { name: 'Принять', exact: true }).waitFor();
      await page.keyboard.down('KeyA');
      await page.keyboard.up('KeyA');
      await visit.settles();
      expect((await panel.api.get(`/external-orders/${next.id}`)).body.state).toBe('new');
    });

    async function tenAtOnce(visit: Visit, keys: RussianKeyboard): Promise<number> {
      await opens(visit, `${WAITING}&q=TEN-`, 'TEN-10');
      const count = await keys.counted(async () => {
        await keys.strike('KeyX', { shift: true });
        await visit.sees('Выбрано 10');
        await keys.press('KeyA');
      });
      await visit.page.getByRole('alert').filter({ hasText: '10 принято' }).waitFor();
      return count;
    }

    async function singly(visit: Visit, keys: RussianKeyboard): Promise<number[]> {
      await opens(visit, `${WAITING}&q=SIXTY-`, OTHERS.at(-1)!);
      const counts: number[] = [];
      for (const id of OTHERS.slice(0, SINGLY)) {
        counts.push(
          await keys.counted(async () => {
            await keys.press('KeyJ');
            await keys.arriveAt(id);
            await keys.press('KeyA');
          }),
        );
        await visit.page.getByRole('link', { name: id, exact: true }).waitFor({ state: 'detached' });
      }
      return counts;
    }

    /** From the list, and then from order to order. */
    async function inLess({ page }: Visit, keys: RussianKeyboard): Promise<number[]> {
      const counts: number[] = [];
      for (const [index, id] of OTHERS.slice(SINGLY, SINGLY + LESS).entries()) {
        counts.push(
          await keys.counted(async () => {
            await keys.press('KeyJ');
            if (index === 0) await keys.arriveAt(id);
            if (index === 0) await keys.also('Enter');
            await page.getByRole('heading', { level: 1, name: new RegExp(id) }).waitFor();
            await page.getByLabel(/^Сколько принять/).waitFor();
            await keys.also('ArrowDown');
            await keys.arriveAt(/^Сколько принять/);
            await keys.typeLatin('2');
            await keys.also('Enter');
          }),
        );
        await page.getByRole('main').getByText('Принят частично', { exact: true }).first().waitFor();
      }
      return counts;
    }

    async function theRest(visit: Visit, keys: RussianKeyboard): Promise<number> {
      const rest = OTHERS.length - SINGLY - LESS;
      await opens(visit, `${WAITING}&q=SIXTY-`, OTHERS.at(-1)!);
      const count = await keys.counted(async () => {
        await keys.strike('KeyX', { shift: true });
        await visit.sees(`Выбрано ${rest}`);
        await keys.press('KeyA');
      });
      await visit.page
        .getByRole('alert')
        .filter({ hasText: `${rest} принято` })
        .waitFor();
      return count;
    }

    /** What most orders come into next is offered, with what GettZap receives of it. */
    async function statuses({ page }: Visit, keys: RussianKeyboard): Promise<number[]> {
      await page.goto('/orders?q=TEN-');
      await page.getByRole('table').getByText('TEN-10', { exact: true }).waitFor();
      const dialog = page.getByRole('dialog');
      const counts: number[] = [];
      // Orders that are decided in one call are made in no sequence.
      const shown = await page
        .getByRole('table')
        .getByText(/^TEN-\d+$/)
        .allTextContents();
      for (const id of shown.slice(0, WITH_STATUS)) {
        counts.push(
          await keys.counted(async () => {
            await keys.press('KeyJ');
            await keys.press('KeyS');
            await dialog.getByText('Изменится 1 позиция').waitFor();
            await keys.arriveAt(/^Статус/);
            await keys.also('Enter');
          }),
        );
        await dialog.waitFor({ state: 'detached' });
        await page.getByRole('row', { name: id }).getByText('В работе').waitFor();
      }
      return counts;
    }
  });

function ids(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${String(index + 1).padStart(2, '0')}`);
}

async function opens(visit: Visit, query: string, last: string): Promise<void> {
  await visit.goto(`/external-orders?${query}`);
  await visit.page.getByRole('link', { name: last, exact: true }).waitFor();
}

function arrive(panel: Panel, id: string, name: string) {
  const positions = [{ id: '1', brand: 'BOSCH', number: `${id}-1`, quantity: 5 }];
  return panel.sandboxOrder({ id, customer: { name }, positions });
}
