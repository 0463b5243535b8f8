import type { OneC } from '../../../sandbox/one-c/one-c.js';
import type { Panel } from '../support/panel.js';
import { acceptedOrder, documentOf, exchanged, exchangeId, NAME } from './shop.js';

export const handingOver = (panel: Panel, oneC: OneC) =>
  describe('an order is handed over', () => {
    it('waits, is handed out, is confirmed, and the order’s page says so each time', async () => {
      const maria = await panel.addPerson('maria-1c', ['manager']);
      const number = await acceptedOrder(panel, 'X-1');
      const visit = await panel.signIn(maria);
      const { page } = visit;
      const card = page.getByRole('list', { name: 'Учётные системы' });
      await visit.goto(`/orders/${number}`);
      await card.getByText('Ждёт передачи').waitFor();
      await card.getByRole('link', { name: NAME }).waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);

      await oneC.checkauth();
      await oneC.init();
      await oneC.query();
      await page.reload();
      await card.getByText('Передан, ждём подтверждения').waitFor();
      oneC.save();
      await oneC.success();
      // It looks again by itself.
      await card.getByText(/^Подтверждён \d/).waitFor();

      const { id } = documentOf(oneC, number);
      oneC.setStatus(id, 'Собирается');
      await exchanged(oneC);
      await page.reload();
      await card.getByText('Номер в учётной системе: ЗК-000001').waitFor();
      await card.getByText('Статус в учётной системе: Собирается').waitFor();

      await card.getByRole('button', { name: 'Передать ещё раз' }).click();
      await card.getByText('Ждёт передачи').waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await exchanged(oneC);
      await page.reload();
      await card.getByText('Передавался повторно, версия 2').waitFor();
      expect(oneC.books.problems()).toEqual([]);
    });

    it('is shown as 1C gets it, and each visit of 1C with what was exchanged', async () => {
      const [{ id: number }] = (await panel.api.get('/orders?q=X-1')).body.data;
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/exchanges/${await exchangeId(panel)}`);
      const row = page.getByRole('table', { name: 'Передачи' }).getByRole('row').filter({ hasText: 'X-1' });
      await row.getByText('Подтверждён').waitFor();
      await page.getByRole('combobox', { name: 'Состояние' }).click();
      await page.getByRole('option', { name: 'Не принят' }).click();
      await visit.sees('Ничего не нашлось');
      await page.getByRole('button', { name: 'Сбросить фильтры' }).click();
      await row.waitFor();

      await page.getByRole('tab', { name: 'Предпросмотр' }).click();
      const order = page.getByRole('textbox', { name: 'Номер заказа' });
      visit.allow(/status of 404 .*\/preview/);
      await order.fill('999999');
      await order.press('Enter');
      await visit.sees('Такого заказа нет');
      await order.fill(`№ ${number}`);
      await order.press('Enter');
      await page.getByRole('region', { name: `Заказ № ${number} для учётной системы` }).waitFor();
      await visit.sees(`<Номер>GZ-${number}</Номер>`);
      await visit.settles();
      expect(await visit.axe()).toEqual([]);

      await page.getByRole('tab', { name: 'Сеансы' }).click();
      await page.getByRole('table', { name: 'Сеансы' }).getByRole('link').first().click();
      const drawer = page.getByRole('dialog', { name: /^Сеанс \d/ });
      await drawer.getByRole('list', { name: 'Шаги' }).getByText('mode=query').first().waitFor();
      await drawer.getByRole('button', { name: 'Показать, что передано' }).first().click();
      await drawer.getByRole('region', { name: 'Переданные заказы' }).getByText('КоммерческаяИнформация').waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
    });

    it('is handed over once more where the mouse is, also when the next one comes meanwhile', async () => {
      const [older, newer] = [await acceptedOrder(panel, 'X-21'), await acceptedOrder(panel, 'X-22')];
      await exchanged(oneC);
      const id = await exchangeId(panel);
      const states = async () => {
        const { data } = (await panel.api.get(`/exchanges/${id}/hand-overs`)).body;
        const all = data as Array<{ orderId: string; state: string }>;
        return [older, newer].map((number) => all.find(({ orderId }) => orderId === number)!.state);
      };
      expect(await states()).toEqual(['confirmed', 'confirmed']);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/exchanges/${id}`);
      await page.getByRole('button', { name: new RegExp(`№ ${older}$`) }).hover();
      await visit.settles();
      const next = await acceptedOrder(panel, 'X-23');
      await page.waitForResponse(
        async (answer) => /hand-overs/.test(answer.url()) && (await answer.text()).includes(`"orderId":"${next}"`),
      );
      await visit.settles();
      // The mouse is where it was.
      await page.mouse.down();
      await page.mouse.up();
      await visit.sees('Заказ будет передан при следующем обмене');
      expect(await states()).toEqual(['waiting', 'confirmed']);
      await visit.settles();
    });
  });
