import type { PartsSoftItem } from '../../../sandbox/sandbox.js';
import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';
import { acceptedOrder } from './shop.js';

const NAME = 'PARTS SOFT магазина';
const PART = { brand: 'MANN', number: 'W914/2', price: 700 };

export const partsSoft = (panel: Panel) =>
  describe('PARTS SOFT', () => {
    it('cannot be switched on without address and key, which are called by their names', async () => {
      const { body } = await panel.api.post('/exchanges', { kind: 'parts_soft', name: 'PARTS SOFT без ключа' });
      const visit = await panel.signIn();
      visit.allow(/status of 422 .*\/exchanges/);
      await visit.goto(`/exchanges/${body.id}?step=start`);
      await visit.page.getByRole('button', { name: 'Включить обмен', exact: true }).click();
      await visit.sees('не указан адрес сайта или ключ API');
      await visit.settles();
      expect((await panel.api.delete(`/exchanges/${body.id}`)).status).toBe(204);
    });

    it('is connected to the stand-in, takes an order, and what is set there comes back', async () => {
      const sandbox = await panel.signIn();
      const desk = sandbox.page;
      await desk.goto(`${panel.sandboxUrl}/#parts-soft`);
      const shown = async (name: string) => {
        const box = desk.getByRole('textbox', { name });
        await eventually(async () => expect(await box.inputValue()).not.toBe(''));
        return box.inputValue();
      };
      const access = [await shown('Адрес сайта, для настроек обмена'), await shown('Ключ API клиента')] as const;
      await desk.getByRole('button', { name: 'Добавить предложение…' }).click();
      await desk.getByRole('textbox', { name: 'Производитель' }).fill(PART.brand);
      await desk.getByRole('textbox', { name: 'Номер' }).fill(PART.number);
      await desk.getByRole('spinbutton', { name: 'Цена, ₽' }).fill('650.5');
      await desk.getByRole('button', { name: 'Добавить', exact: true }).click();
      await sandbox.sees('Предложение добавлено');

      const visit = await panel.signIn();
      const { page } = visit;
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      await visit.goto('/exchanges/new');
      await page.getByRole('radio', { name: 'PARTS SOFT' }).check();
      await page.getByRole('textbox', { name: 'Название' }).fill(NAME);
      await press('Создать и продолжить');
      await page.getByRole('textbox', { name: 'Адрес сайта на PARTS SOFT' }).fill(access[0]);
      await page.getByRole('textbox', { name: 'Ключ API клиента' }).fill(access[1]);
      await press('Сохранить и продолжить');
      await press('Проверить');
      await visit.sees('PARTS SOFT отвечает, можно передавать заказы');
      await press('Далее');
      await page.getByRole('radio', { name: 'Самое дешёвое', checked: true }).waitFor();
      await press('Сохранить и продолжить');
      await visit.sees('Какие принятые заказы попадают в PARTS SOFT');
      await press('Сохранить и продолжить');
      await press('Далее');
      await visit.sees('Принятые заказы сразу оформятся в PARTS SOFT');
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await press('Включить обмен');
      await visit.sees('Передавать пока нечего');
      await visit.settles();

      const number = await acceptedOrder(panel, 'PS-1', [{ id: '1', quantity: 2, ...PART }]);
      await visit.goto(`/orders/${number}`);
      const card = page.getByRole('list', { name: 'Учётные системы' }).getByRole('listitem').filter({ hasText: NAME });
      await card.getByText(/^Подтверждён \d/).waitFor();
      const { items } = (await panel.sandbox.get('/parts-soft/state')).body as { items: PartsSoftItem[] };
      expect(items).toMatchObject([{ oem: PART.number, make_name: PART.brand, qnt: 2, cost: 650.5 }]);
      await card.getByText(`Номер в учётной системе: ${items[0]!.order_id}`).waitFor();

      const issued = page.getByRole('main').getByText('Выдано', { exact: true });
      expect(await issued.count()).toBe(0);
      await desk.getByRole('combobox', { name: `Статус позиции ${PART.brand} ${PART.number}` }).selectOption('Выдано');
      await sandbox.sees('Статус: Выдано');
      const { data } = (await panel.api.get('/exchanges')).body;
      const { id } = data.find(({ name }: { name: string }) => name === NAME);
      // It is asked for statuses once a minute at most, and when it is gone on with.
      await panel.api.post(`/exchanges/${id}/resume`);
      await card.getByText('Статус в учётной системе: Выдано').waitFor();
      await issued.first().waitFor();
      await visit.settles();
    });
  });
