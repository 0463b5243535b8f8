import type { OneC } from '../../../sandbox/one-c/one-c.js';
import type { Panel } from '../support/panel.js';
import { acceptedOrder, documentOf, exchanged, exchangeId, NAME } from './shop.js';

export const statuses = (panel: Panel, oneC: OneC) =>
  describe('a status of 1C that nobody has given a meaning yet', () => {
    it('is listed, is assigned, and the order follows', async () => {
      const number = await acceptedOrder(panel, 'X-2');
      await exchanged(oneC);
      oneC.setStatus(documentOf(oneC, number).id, 'К выдаче');
      await exchanged(oneC);

      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/exchanges');
      await page
        .getByRole('row')
        .filter({ hasText: NAME })
        .getByRole('link', { name: /^Статусы без соответствия: / })
        .click();
      const row = page
        .getByRole('table', { name: 'Соответствие статусов' })
        .getByRole('row')
        .filter({ hasText: 'К выдаче' });
      await row.getByText('1 раз', { exact: true }).waitFor();
      await row.getByText(`GZ-${number}`).waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      const assign = row.getByRole('button', { name: 'Назначить: К выдаче' });
      expect(await assign.isDisabled()).toBe(true);
      await row.getByRole('combobox', { name: 'Статус у нас для «К выдаче»' }).click();
      await page.getByRole('option', { name: 'Готово к выдаче' }).click();
      await assign.click();
      await visit.sees('Соответствие сохранено');
      const order = (await panel.api.get(`/orders/${number}`)).body;
      expect(order.status.name).toBe('Готово к выдаче');

      await page.getByRole('button', { name: 'Добавить статус' }).click();
      const form = page.getByRole('dialog', { name: 'Добавить статус' });
      await form.getByRole('textbox', { name: 'Статус в учётной системе' }).fill('Закрыт');
      await form.getByRole('combobox', { name: 'Статус у нас' }).click();
      await page.getByRole('option', { name: 'Выдано' }).click();
      expect(await visit.axe()).toEqual([]);
      await form.getByRole('button', { name: 'Добавить' }).click();
      await page.getByRole('row').filter({ hasText: 'Закрыт' }).getByText('0 раз').waitFor();

      await visit.goto('/audit?action=map_statuses');
      await page.getByRole('table', { name: 'Журнал действий' }).getByText('«К выдаче» значит').waitFor();
      await page
        .getByRole('link', { name: `Обмен «${NAME}»` })
        .first()
        .waitFor();
      await visit.settles();
    });

    it('means our status of the same name without being assigned', async () => {
      const number = await acceptedOrder(panel, 'X-3');
      await exchanged(oneC);
      oneC.setStatus(documentOf(oneC, number).id, 'пришло на  склад');
      await exchanged(oneC);
      expect((await panel.api.get(`/orders/${number}`)).body.status.name).toBe('Пришло на склад');
      const visit = await panel.signIn();
      await visit.goto(`/exchanges/${await exchangeId(panel)}?tab=statuses`);
      await visit.page.getByRole('row').filter({ hasText: 'К выдаче' }).waitFor();
      // There is nothing to be said of it.
      expect(
        await visit.page
          .getByRole('row')
          .filter({ hasText: /пришло на/ })
          .count(),
      ).toBe(0);
      await visit.settles();
    });
  });
