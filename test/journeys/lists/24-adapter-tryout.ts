import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

const BROKEN = '{\n  "event": "order.created",\n  "order": $merge(order\n}';
const RENAMED = '{ "event": event, "order": $merge([order, { "id": "X-" & order.id }]) }';

export const adapterTryout = (panel: Panel) =>
  describe('the try-out of an adapter', () => {
    it('shows what an expression makes of a stored message, and where it is wrong; what is saved then works', async () => {
      const position = {
        id: '1',
        brand: 'BOSCH',
        number: '0 986 494 019',
        name: 'Колодки',
        quantity: 2,
        price: '3450.00',
      };
      await panel.sandboxOrder({ id: 'J-24', positions: [position] });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/marketplaces/${panel.connectionId}?tab=format`);
      const expression = page.getByLabel('Выражение для входящих сообщений');
      const tryout = page.getByRole('region', { name: 'Проверка выражения: Входящие сообщения' });
      const attempt = tryout.getByRole('button', { name: 'Проверить' });
      await tryout.getByRole('combobox').waitFor();
      await eventually(async () => expect(await tryout.getByRole('combobox').inputValue()).toContain('Новый заказ'));
      await attempt.click();
      await tryout.getByText('Распознан заказ J-24').waitFor();
      await tryout.getByRole('cell', { name: 'BOSCH 0 986 494 019' }).waitFor();

      await expression.fill(BROKEN);
      await attempt.click();
      await tryout.getByText('Строка 4, столбец 1').waitFor();
      expect(await tryout.locator('mark').textContent()).toBe('}');
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await tryout.getByRole('button', { name: 'Показать в поле' }).click();
      const selected = await expression.evaluate((field: HTMLTextAreaElement) =>
        field.value.slice(field.selectionStart, field.selectionEnd),
      );
      expect(selected).toBe('}');
      visit.allow(/status of 422 .*\/marketplace-connections\/\d+$/);
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees(/Строка 4, знак 1: /);

      await expression.fill(RENAMED);
      await attempt.click();
      await tryout.getByText('Распознан заказ X-J-24').waitFor();
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Формат изменён');
      await panel.sandboxOrder({ id: 'J-25' });
      expect((await panel.api.get('/external-orders?q=X-J-25')).body.meta.total).toBe(1);
    });

    it('shows the request that would be sent, with its secrets masked, and goes back to the usual format', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/marketplaces/${panel.connectionId}?tab=format`);
      const tryout = page.getByRole('region', { name: 'Проверка выражения: Исходящие уведомления' });
      await page.getByRole('button', { name: /^Исходящие уведомления/ }).click();
      await tryout.getByRole('button', { name: 'Проверить' }).waitFor();
      expect(await visit.axe()).toEqual([]);
      await page.getByLabel('Выражение для исходящих уведомлений').fill('{ "state": status, "text": comment }');
      await page.getByLabel('Адрес для статуса заказа').fill('/status?no={externalId}');
      await page.getByRole('combobox', { name: 'Метод' }).click();
      await page.getByRole('option', { name: 'PUT' }).click();
      await page.getByRole('button', { name: 'Добавить заголовок' }).click();
      await page.getByRole('textbox', { name: 'Заголовок 1' }).fill('X-Token');
      await page.getByLabel('Значение 1').fill('plain-secret');
      visit.allow(/status of 422 .*\/marketplace-connections\/\d+$/);
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees(/Похоже на секрет/);
      await page.getByLabel('Значение 1').fill('{apiKey}');
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees(/^Сохранено$/);
      await tryout.getByRole('button', { name: 'Проверить' }).click();
      const request = tryout.getByRole('group', { name: 'Запрос, который будет отправлен' });
      await request.waitFor();
      const sent = await request.textContent();
      expect(sent).toMatch(/^PUT \S+\/status\?no=GZ-100013\n/);
      expect(sent).toContain('X-Token: ***');
      expect(sent).toContain('"state": "in_work"');

      await tryout.getByRole('combobox').click();
      await page.getByRole('option', { name: 'Свой пример' }).click();
      await tryout.getByLabel('Пример (JSON)').fill('{ "status": ');
      await tryout.getByRole('button', { name: 'Проверить' }).click();
      await tryout.getByText('Это не JSON').waitFor();
      await tryout.getByLabel('Пример (JSON)').fill('{ "status": "arrived" }');
      await tryout.getByRole('button', { name: 'Проверить' }).click();
      await eventually(async () => expect(await request.textContent()).toContain('"state": "arrived"'));

      await page.getByRole('button', { name: 'Вернуть обычный формат' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Вернуть обычный формат' }).click();
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await page.getByText('Обычный формат', { exact: true }).waitFor();
      const { adapter } = (await panel.api.get(`/marketplace-connections/${panel.connectionId}`)).body;
      expect(adapter).toMatchObject({ inbound: '', outbound: '', url: '', method: 'POST', headers: {} });
    });

    it('is gone to from a message, with just that one to be tried on', async () => {
      await panel.sandboxOrder({ id: 'J-26' });
      await panel.sandboxOrder({ id: 'J-27' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/gettzap-messages?q=J-26');
      await page.getByRole('table').getByRole('link').first().click();
      const drawer = page.getByRole('dialog', { name: /Сообщение №/ });
      await drawer.getByRole('link', { name: '№ J-26' }).waitFor();
      await drawer.getByRole('link', { name: 'Проверить в адаптере' }).click();
      const tryout = page.getByRole('region', { name: 'Проверка выражения: Входящие сообщения' });
      await tryout.getByRole('button', { name: 'Проверить' }).click();
      await tryout.getByText(/Распознан заказ .*J-26/).waitFor();
    });
  });
