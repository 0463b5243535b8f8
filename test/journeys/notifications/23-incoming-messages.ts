import type { Panel } from '../support/panel.js';

export const incomingMessages = (panel: Panel) =>
  describe('the journal of incoming messages', () => {
    const send = async (body: string): Promise<number> => {
      const headers = { 'Content-Type': 'application/json' };
      return (await fetch(panel.orderLink!, { method: 'POST', headers, body })).status;
    };
    const order = (id: string) =>
      `{"event":"order.created","order":{"id":${id},"positions":[{"id":"1","number":"A1","quantity":1,"price":"10.00"}]}}`;
    const turn = async (isActive: boolean): Promise<void> => {
      const path = `/marketplace-connections/${panel.connectionId}`;
      const { version } = (await panel.api.get(path)).body;
      expect((await panel.api.patch(path, { isActive, version })).status).toBe(200);
    };

    it('shows what came while the connection was off, digit for digit, and processes it again', async () => {
      expect(await send('не JSON')).toBe(400);
      await turn(false);
      expect(await send(order('9007199254740993'))).toBe(403);
      const visit = await panel.signIn();
      visit.allow(/status of 409 .*\/reprocess/);
      const { page } = visit;
      await visit.goto('/gettzap-messages');
      await visit.sees('Ошибка в JSON');
      expect(await visit.axe()).toEqual([]);
      await page
        .getByRole('row', { name: /Подключение выключено/ })
        .getByRole('link')
        .click();
      const drawer = page.getByRole('dialog', { name: /Сообщение №/ });
      await drawer.getByText('"id": 9007199254740993').waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);

      const again = async () => {
        await drawer.getByRole('button', { name: 'Обработать снова' }).click();
        await page
          .getByRole('dialog', { name: /снова\?/ })
          .getByRole('button', { name: 'Обработать снова' })
          .click();
      };
      await again();
      await drawer.getByText('сначала включите его').waitFor();
      await turn(true);
      await again();
      await visit.sees('Обработано: Новый заказ');
      await drawer.getByRole('link', { name: /^№/ }).waitFor();
      const [{ id }] = (await panel.api.get('/external-orders?q=9007199254740993')).body.data;
      expect(await drawer.getByRole('link', { name: /^№/ }).getAttribute('href')).toBe(`/external-orders/${id}`);
    });

    it('processes again what matches the filter, and says what came of it', async () => {
      await turn(false);
      for (const id of ['"R-1"', '"R-2"', '"R-3"']) expect(await send(order(id))).toBe(403);
      await turn(true);
      const anna = await panel.addPerson('anna', ['manager']);
      const visit = await panel.signIn(anna);
      const { page } = visit;
      await visit.goto('/gettzap-messages?outcome=connection_inactive');
      await visit.sees('Найдено: 3');
      await page.getByRole('button', { name: 'Обработать снова по фильтру' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Подходят 3 сообщения').waitFor();
      await dialog.getByRole('button', { name: 'Обработать 3' }).click();
      await dialog.getByText('Новый заказ: 3').waitFor();
      await dialog.getByText('Обработано 3 из 3').waitFor();
      expect(await visit.axe()).toEqual([]);
      await dialog.getByRole('button', { name: 'Закрыть' }).last().click();
      await visit.sees('Ничего не нашлось');
      expect((await panel.api.get('/external-orders?q=R-')).body.meta.total).toBe(3);
    });

    it('is not for everybody', async () => {
      const olga = await panel.addPerson('olga', ['observer']);
      const visit = await panel.signIn(olga);
      await visit.goto('/gettzap-messages');
      await visit.sees('Нет доступа');
      await visit.goto('/gettzap-notifications?channel=email');
      await visit.sees('Уведомлений пока нет');
      expect(await visit.page.getByRole('button', { name: 'Повторить по фильтру' }).count()).toBe(0);
    });
  });
