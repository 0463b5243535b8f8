import type { Locator } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

/** The service looks at what is being typed, and what is unfinished is wrong. */
const LOOKED_AT = /status of 422 .*\/order-statuses\/preview/;

export const notificationText = (panel: Panel) =>
  describe('the text of a status', () => {
    let itemId: string;

    beforeAll(async () => {
      const position = { id: 'p-1', brand: 'BOSCH', number: '0 986 494 019', name: 'Колодки', quantity: 2 };
      await panel.sandboxOrder({ id: 'J-8', positions: [position] });
      const [{ id }] = (await panel.api.get('/external-orders?q=J-8')).body.data;
      await panel.api.post(`/external-orders/${id}/accept`);
      const [order] = (await panel.api.get('/orders?q=J-8')).body.data;
      itemId = order.items[0].id;
    });

    /** Replaces the text; its last keys are pressed as a person does, since they bring the suggestions. */
    const write = async (field: Locator, text: string) => {
      await field.fill(text.slice(0, -2));
      await field.pressSequentially(text.slice(-2));
    };

    it('is written with suggestions, is shown as the buyer will read it, and comes to GettZap just so', async () => {
      const visit = await panel.signIn();
      visit.allow(LOOKED_AT);
      const { page } = visit;
      await visit.goto('/order-statuses');
      await page.getByRole('link', { name: 'Готово к выдаче' }).click();
      await page.getByLabel('Установить статус').first().fill('ready');
      const text = page.getByLabel('Текст уведомления').filter({ visible: true });
      await write(text, 'Готово: {{');

      const suggestions = page.getByRole('listbox', { name: 'Переменные' });
      const chosen = suggestions.getByRole('option', { selected: true });
      await eventually(async () => expect(await chosen.textContent()).toContain('order.order_id'));
      expect(await text.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
      expect(await visit.axe()).toEqual([]);
      await text.press('ArrowDown');
      await text.press('ArrowDown');
      await eventually(async () => expect(await chosen.textContent()).toContain('order_item.oem'));
      await text.press('Enter');
      expect(await text.inputValue()).toBe('Готово: {{ order_item.oem }}');

      await text.pressSequentially(', {{ qnt');
      await eventually(async () => expect(await suggestions.getByRole('option').count()).toBe(1));
      await text.press('Tab');
      await text.pressSequentially(' шт., заказ {{');
      await text.press('Escape');
      await suggestions.waitFor({ state: 'detached' });
      await text.press('Backspace');
      await text.press('Backspace');
      await page.getByRole('button', { name: 'Номер заказа в GettZap' }).click();
      const written = 'Готово: {{ order_item.oem }}, {{ order_item.qnt }} шт., заказ {{ order.external_id }}';
      expect(await text.inputValue()).toBe(written);

      await page.getByRole('combobox', { name: 'Пример заказа' }).click();
      await page.getByRole('option', { name: /BOSCH/ }).click();
      const preview = 'Готово: 0 986 494 019, 2 шт., заказ J-8';
      await visit.sees(preview);
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees(/^Сохранено$/);

      const [{ id: statusId }] = (await panel.api.get('/order-statuses?perPage=200')).body.data.filter(
        ({ name }: { name: string }) => name === 'Готово к выдаче',
      );
      expect((await panel.api.post('/order-items/status', { itemIds: [itemId], statusId })).status).toBe(200);
      await eventually(async () => {
        const comments = (await panel.requestsFor('J-8')).map(({ body }) => (body as { comment: string }).comment);
        expect(comments).toContain(preview);
      });
    });

    it('cannot be saved with a mistake, which is told with its place, and in the other tab too', async () => {
      const visit = await panel.signIn();
      visit.allow(LOOKED_AT);
      const { page } = visit;
      await visit.goto('/order-statuses');
      await page.getByRole('link', { name: 'В работе' }).click();
      const text = page.getByLabel('Текст уведомления').filter({ visible: true });
      const save = page.getByRole('button', { name: 'Сохранить' });
      await write(text, 'Заказ\n{{ order.nomer }}');
      await visit.sees('Строка 2, знак 4: нет такой переменной — order.nomer');
      expect(await save.isDisabled()).toBe(true);
      expect(await visit.axe()).toEqual([]);

      await write(text, 'Заказ {{ order.order_id');
      await text.press('Escape');
      await visit.sees(/Строка 1, знак 7: не закрыто/);
      await page.getByRole('button', { name: 'Номер заказа', exact: true }).click();
      await eventually(async () => expect(await save.isDisabled()).toBe(false));

      await page.getByRole('tab', { name: 'Статус всего заказа' }).click();
      await text.fill('{{ order_item.oem }}');
      await visit.sees('Строка 1, знак 4: нет такой переменной — order_item.oem');
      await page.getByRole('tab', { name: 'Статус позиций' }).click();
      expect(await save.isDisabled()).toBe(true);

      await page.getByRole('link', { name: 'Отмена' }).click();
      await visit.sees('Есть несохранённые изменения');
      await page.getByRole('button', { name: 'Уйти без сохранения' }).click();
      await page.getByRole('heading', { name: 'Статусы заказов' }).waitFor();
    });
  });
