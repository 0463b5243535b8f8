import { eventually } from '../../support/eventually.js';
import { RussianKeyboard } from '../support/keyboard.js';
import { tellInStatus } from '../support/orders.js';
import type { Panel } from '../support/panel.js';
import type { Visit } from '../support/visit.js';

const EARLY = ['D-01', 'D-02', 'D-03', 'D-04', 'D-05', 'D-06', 'D-07', 'D-08', 'D-09'];
const LATE = ['D-10', 'D-11', 'D-12'];
/** GettZap is tried again after some seconds, and each time later; probed, after up to some minutes. */
const BACK_MS = 300_000;

export const keyboard = (panel: Panel) =>
  describe('a manager works a day by keyboard alone, in the Russian layout', () => {
    it('decides a dozen orders while some are cancelled and GettZap is away for a while', async () => {
      const maria = await panel.addPerson('maria', ['manager']);
      await tellInStatus(panel.api, 'В работе', { order: { status: 'in_work', text: 'Заказ в работе' } });
      for (const id of EARLY) await arrive(panel, id);
      const visit = await panel.visit();
      const { page } = visit;
      const keys = await RussianKeyboard.of(page);

      await visit.goto('/');
      await page.getByLabel('Эл. почта').waitFor();
      await keys.arriveAt(/^Эл. почта/);
      await keys.typeLatin(maria.email);
      await keys.tabTo(/^Пароль/);
      await keys.typeLatin(maria.password);
      await keys.also('Enter');
      await page.getByRole('heading', { name: 'Дашборд' }).waitFor();

      await keys.press('KeyG', 'KeyI');
      await page.getByRole('link', { name: 'D-09' }).waitFor();
      expect(await keys.focusedRow()).toBeUndefined();
      await keys.press('KeyJ', 'KeyJ', 'KeyK');
      await keys.arriveAt('D-09');
      expect(await keys.isFocusSeen()).toBe(true);

      await choosesThreeAndAccepts(visit, keys);
      await refusesOne(visit, keys);
      // Else they fail together with what comes next, and sending is cut off before its first attempt.
      await eventually(async () => {
        const states = await Promise.all(
          ['D-01', 'D-03', 'D-04'].map(async (id) => (await panel.ledgerOf(id))?.status ?? ''),
        );
        expect(states).toEqual(['accepted', 'accepted', 'refused']);
      }, BACK_MS);
      await panel.sandboxTrouble({ kind: '503' });
      await takesLess(visit, keys);
      await refusesInTheOrder(visit, keys);
      await isOvertakenByTheBuyer(visit, keys);
      await panel.sandboxTrouble();
      await acceptsTheRestOneByOne(visit, keys);
      await setsStatuses(visit, keys);

      const decided = {
        'D-01': 'in_work',
        'D-02': 'only cancelled',
        'D-03': 'accepted',
        'D-04': 'refused',
        'D-06': 'refused',
        'D-07': 'only cancelled',
        'D-08': 'accepted',
        'D-09': 'accepted',
        'D-10': 'accepted',
        'D-11': 'accepted',
        'D-12': 'accepted',
      };
      await eventually(async () => {
        const ledger = await Promise.all(
          Object.keys(decided).map(async (id) => [id, await panel.ledgerOf(id)] as const),
        );
        expect(
          Object.fromEntries(
            ledger.map(([id, order]) => [id, order?.status || (order?.cancelled && 'only cancelled')]),
          ),
        ).toEqual(decided);
      }, BACK_MS);
      await eventually(async () => {
        const told = (await panel.ledgerOf('D-05'))!.history;
        expect(told.map(({ positionId, status, quantity }) => [positionId, status, quantity])).toEqual([
          ['1', 'accepted', 2],
          ['1', 'refused', 3],
          // All of them.
          ['2', 'accepted', null],
        ]);
      }, BACK_MS);
    });

    /** Of three chosen the buyer takes one back just before it is accepted. */
    async function choosesThreeAndAccepts({ page }: Visit, keys: RussianKeyboard): Promise<void> {
      for (const id of ['D-03', 'D-02', 'D-01']) {
        await keys.walkTo(id);
        await keys.press('KeyX');
      }
      await page.getByText('Выбрано 3').waitFor();
      await panel.sandboxCancel('D-02', undefined, 'передумал');
      await keys.press('KeyA');
      await page.getByRole('status').filter({ hasText: '2 принято, 1 отменён клиентом' }).waitFor();
      await keys.arriveAt('D-01');
    }

    async function refusesOne({ page }: Visit, keys: RussianKeyboard): Promise<void> {
      await keys.press('KeyK', 'KeyK', 'KeyK');
      await keys.arriveAt('D-04');
      await keys.press('KeyR');
      const question = page.getByRole('dialog', { name: 'Отклонить 1 заказ?' });
      await question.waitFor();
      await keys.arriveAt('Причина отказа');
      await keys.type('Нет на складе');
      await keys.also('Enter');
      await question.waitFor({ state: 'detached' });
      await page.getByRole('alert').filter({ hasText: '1 отклонён' }).waitFor();
      await keys.arriveAt('D-04');
    }

    /** Two of five, by a field in the order. */
    async function takesLess(visit: Visit, keys: RussianKeyboard): Promise<void> {
      const { page } = visit;
      await keys.press('KeyK');
      await keys.also('Enter');
      await page.getByRole('heading', { name: /D-05/ }).waitFor();
      await keys.tabTo('Сколько принять: BOSCH D-05-1');
      expect(await keys.isFocusSeen()).toBe(true);
      await keys.typeLatin('2');
      await visit.sees('из 5; 3 — отказ');
      await keys.also('Tab');
      await keys.press('KeyA');
      await page.getByRole('main').getByText('Позиции приняты', { exact: true }).first().waitFor();
      await visit.sees('Будет повтор');
    }

    async function refusesInTheOrder({ page }: Visit, keys: RussianKeyboard): Promise<void> {
      await keys.press('KeyK');
      await page.getByRole('heading', { name: /D-06/ }).waitFor();
      await keys.press('KeyR');
      await page.getByRole('listbox').waitFor();
      await keys.arriveAt('Причина отказа');
      await keys.also('ArrowDown', 'Enter', 'Enter');
      await page.getByRole('main').getByText('Отказ по заказу', { exact: true }).first().waitFor();
    }

    /** The buyer cancels just before it is accepted. */
    async function isOvertakenByTheBuyer(visit: Visit, keys: RussianKeyboard): Promise<void> {
      const { page } = visit;
      visit.allow(/status of 409 .*\/(accept|preview)/);
      await keys.press('KeyK');
      await page.getByRole('heading', { name: /D-07/ }).waitFor();
      await panel.sandboxCancel('D-07', undefined, 'нашёл дешевле');
      await keys.press('KeyA');
      await page.getByRole('main').getByText('нашёл дешевле').first().waitFor();
    }

    async function acceptsTheRestOneByOne({ page }: Visit, keys: RussianKeyboard): Promise<void> {
      for (const id of LATE) await arrive(panel, id);
      await keys.press('KeyG', 'KeyI');
      await page.getByRole('link', { name: 'D-12' }).waitFor();
      await keys.press('KeyJ');
      for (const id of ['D-12', 'D-11', 'D-10', 'D-09', 'D-08']) {
        await keys.arriveAt(id);
        await keys.press('KeyA');
        await page.getByRole('row', { name: id }).getByText('Принят', { exact: true }).waitFor();
        await keys.press('KeyJ');
      }
    }

    /** Of one order in the list, of one item in its order. */
    async function setsStatuses(visit: Visit, keys: RussianKeyboard): Promise<void> {
      const { page } = visit;
      await keys.press('KeyG', 'KeyO');
      await page.getByRole('heading', { name: 'Заказы' }).waitFor();
      await page.getByRole('table').getByText('D-01', { exact: true }).waitFor();
      await keys.walkTo('D-01');
      const row = await keys.focused();
      await keys.press('KeyS');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await keys.arriveAt(/^Статус/);
      await keys.type('в раб');
      await keys.also('ArrowDown', 'Enter');
      await dialog.getByText('Заказ в работе').waitFor();
      await keys.tabTo('Установить статус', 8);
      expect(await keys.isFocusSeen()).toBe(true);
      await keys.also('Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('row', { name: 'D-01' }).getByText('В работе').waitFor();
      await keys.arriveAt(row);

      await keys.also('Enter');
      await page.getByRole('heading', { level: 1, name: `Заказ № ${row}` }).waitFor();
      await keys.tabTo(/D-01-2.*Изменить статус/);
      await keys.also('Enter');
      await focusIsInMenu(visit);
      await keys.also('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await keys.arriveAt(/D-01-2.*Изменить статус/);
      await keys.also('Enter');
      await focusIsInMenu(visit);
      await keys.also('ArrowDown', 'ArrowDown', 'Enter');
      await dialog.waitFor();
      await keys.also('Escape');
      await dialog.waitFor({ state: 'detached' });
      await keys.arriveAt(/D-01-2.*Изменить статус/);
    }
  });

async function focusIsInMenu({ page }: Visit): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]'));
}

function arrive(panel: Panel, id: string) {
  const positions = [
    { id: '1', brand: 'BOSCH', number: `${id}-1`, quantity: 5 },
    { id: '2', brand: 'MAHLE', number: `${id}-2`, quantity: 1 },
  ];
  return panel.sandboxOrder({ id, positions });
}
