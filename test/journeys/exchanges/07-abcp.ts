import type { AbcpState } from '../../../sandbox/abcp-api.js';
import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';
import { acceptedOrder } from './shop.js';

const NAME = 'ABCP магазина';
type Meaning = { value: string; name: string; statusId: string | null };

const SIGN_IN = { login: 'api@abcp', password: 'abcp-demo' };

export const abcp = (panel: Panel) =>
  describe('ABCP', () => {
    const stateThere = async (): Promise<AbcpState> => (await panel.sandbox.get('/abcp/state')).body;
    const exchange = async () => {
      const { data } = (await panel.api.get('/exchanges')).body;
      return data.find(({ name }: { name: string }) => name === NAME);
    };

    // Else it would take the orders of the next system, too, and their statuses would be those of whichever was asked last.
    afterAll(async () => {
      expect((await panel.api.delete(`/exchanges/${(await exchange()).id}`)).status).toBe(204);
    });

    it('is connected by keyboard step by step, can be left and gone on with, and is switched on', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const press = async (name: string) => {
        await page.getByRole('button', { name, exact: true }).focus();
        await page.keyboard.press('Enter');
      };
      const field = (name: string) => page.getByRole('textbox', { name, exact: true });
      await visit.goto('/exchanges/new');
      await page.getByRole('radio', { name: '1С' }).press('ArrowDown');
      await page.getByRole('radio', { name: 'ABCP', checked: true }).waitFor();
      await field('Название').fill(NAME);
      await page.keyboard.press('Enter');

      await visit.sees('Спросите того, у кого размещён этот сервер');
      await press('Сохранить и продолжить');
      await visit.sees('Заполните это поле');
      await eventually(async () => expect(await page.locator(':focus').getAttribute('aria-invalid')).toBe('true'));
      visit.allow(/status of 422 .*\/exchanges/);
      await field('Логин API').fill(SIGN_IN.login);
      await field('Пароль API').fill('another');
      await field('Адрес API').fill('ftp://abcp');
      await press('Сохранить и продолжить');
      await page.getByRole('textbox', { name: 'Адрес API', description: /http:\/\/ или https/ }).waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await field('Адрес API').fill(`${panel.sandboxUrl}/abcp`);
      await press('Сохранить и продолжить');

      await press('Проверить');
      await visit.sees('Обмен пока не работает');
      await visit.sees(/Вход отклонён: 40[13]/);
      await press('Назад');
      await page.getByRole('button', { name: 'Заменить: Пароль API' }).click();
      await field('Пароль API').fill(SIGN_IN.password);
      await press('Сохранить и продолжить');
      await press('Проверить');
      await visit.sees('ABCP отвечает, можно обмениваться заказами');
      await press('Далее');

      await page.getByRole('radio', { name: 'На одного клиента, заведённого в ABCP для GettZap' }).check();
      await press('Сохранить и продолжить');
      await visit.sees('Заполните это поле');
      await page.getByRole('radio', { name: 'На покупателя как на гостя' }).check();
      await page.getByRole('combobox', { name: 'Первый статус позиций' }).click();
      await page.getByRole('option', { name: 'В работе (144922)' }).click();
      await field('Спрашивать о статусах каждые').fill('10');
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await press('Сохранить и продолжить');

      await visit.sees('Какие принятые заказы попадают в ABCP');
      await press('Продолжить позже');
      await page.getByRole('link', { name: NAME }).click();
      await page.getByRole('link', { name: 'Продолжить подключение' }).click();
      await page.getByRole('combobox', { name: 'Статус для отказов' }).click();
      await page.getByRole('option', { name: 'Отказ' }).click();
      await press('Сохранить и продолжить');

      await page.getByRole('combobox', { name: 'На складе' }).click();
      await page.getByRole('option', { name: 'Пришло на склад' }).click();
      const { id } = await exchange();
      const meanings = async () => (await panel.api.get(`/exchanges/${id}/statuses`)).body as Meaning[];
      const theirs = (await meanings()).findLast((each) => each.statusId === null && each.name !== 'На складе')!;
      const [{ id: statusId }] = (await panel.api.get('/order-statuses')).body.data;
      const colleague = await panel.api.put(`/exchanges/${id}/statuses`, [{ value: theirs.value, statusId }]);
      expect(colleague.status).toBe(200);
      await page.waitForResponse(/\/exchanges\/\d+\/statuses$/);
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await press('Сохранить и продолжить');
      await visit.sees('Принятые заказы уйдут в ABCP сразу');
      await press('Включить обмен');
      await visit.sees('Передавать пока нечего');
      await visit.sees('Включён');
      // What a colleague said while the step was open stays.
      expect((await meanings()).find(({ value }) => value === theirs.value)).toMatchObject({ statusId });
      expect(await exchange()).toMatchObject({ isActive: true, settings: { statusCode: '144922', pollSeconds: 10 } });
      await visit.settles();
    });

    it('takes an order, says why it is paused and goes on, and what is set there comes back', async () => {
      const { id } = await exchange();
      const number = await acceptedOrder(panel, 'AB-1', [{ id: '1', quantity: 2 }]);
      const visit = await panel.signIn();
      const { page } = visit;
      const card = page.getByRole('list', { name: 'Учётные системы' });
      await visit.goto(`/orders/${number}`);
      await card.getByText(/^Подтверждён \d/).waitFor();
      const [there] = (await stateThere()).orders;
      await card.getByText(`Номер в учётной системе: ${there!.number}`).waitFor();
      // The card may grow by the status from there, and what moves between press and release is not clicked.
      await card.getByRole('link', { name: 'Попытки' }).press('Enter');
      await page.getByRole('table', { name: 'Заказы в ABCP' }).getByRole('link', { name: 'Передача заказа' }).click();
      const attempts = page.getByRole('dialog', { name: /^Передача заказа/ });
      await attempts.getByText('order[clientOrderNumber]=AB-1').waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);

      const sandbox = await panel.signIn();
      const desk = sandbox.page;
      await desk.goto(`${panel.sandboxUrl}/#abcp`);
      await desk.getByRole('combobox', { name: 'Что делает ABCP' }).selectOption('foreign-address');
      await desk.getByRole('button', { name: 'Включить неполадку' }).click();
      await sandbox.sees('ABCP: 403, запросы с этого IP запрещены');
      await acceptedOrder(panel, 'AB-2');
      await visit.goto('/exchanges');
      await visit.sees(`Обмен «${NAME}» приостановлен`);
      await visit.sees('Учётная система отклонила вход (ответ 403)');
      await page.getByRole('table').getByText('Приостановлен').waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);

      await desk.getByRole('combobox', { name: 'Статус позиции' }).selectOption('На складе');
      await sandbox.sees('Статус: На складе');
      await desk.getByRole('button', { name: 'Работает нормально' }).filter({ visible: true }).click();
      await sandbox.sees('ABCP работает нормально');
      await page.getByRole('button', { name: 'Возобновить' }).click();
      await visit.sees('Обмен возобновлён');
      await eventually(async () => expect((await stateThere()).ordersTotal).toBe(2));
      await visit.goto(`/orders/${number}`);
      await card.getByText('Статус в учётной системе: На складе').waitFor();
      await visit.sees('Пришло на склад');
      await visit.settles();

      await visit.goto(`/exchanges/${id}?tab=sessions`);
      // Asking that was refused before any was answered has a session of its own.
      await page.getByRole('table', { name: 'Сеансы' }).getByText('Опрос ABCP').first().waitFor();
      await visit.settles();
    });
  });
