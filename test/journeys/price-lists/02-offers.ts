import { hold } from '../support/hold.js';
import type { Panel } from '../support/panel.js';
import { listOf } from '../support/lists.js';

const VIN = 'XTA21703080123456';

export const offersBeside = (panel: Panel) =>
  describe('offers of the price lists', () => {
    it('stand beside the order in the inbox and beside each position, and the item keeps the one it was accepted with', async () => {
      await listOf(panel, 'Полка', ['BOSCH;0986494019;Колодки;3;3100', 'NGK;BKR6E11;Свеча;2;429'], {
        isOwnStock: true,
      });
      await listOf(panel, 'Альянс', ['Бош;0-986-494-019;Колодки;>10;2980'], { deliveryDaysMin: 1, deliveryDaysMax: 3 });
      const pads = { id: '1', brand: 'BOSCH', number: '0 986 494 019', quantity: 2, price: '3450.00' };
      await panel.sandboxOrder({ id: 'OFF-1', vin: VIN, positions: [pads, { id: '2', brand: 'SKF', number: 'VKBA' }] });
      const plug = { id: '1', brand: 'NGK', number: 'BKR 6E-11', quantity: 2, price: '412.50' };
      await panel.sandboxOrder({ id: 'OFF-2', positions: [plug] });
      await panel.sandboxOrder({ id: 'OFF-3', positions: [{ ...plug, number: 'NONE' }] });

      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      const row = (id: string) => page.getByRole('row', { name: new RegExp(id) });
      await row('OFF-1').getByText('частично').waitFor();
      await row('OFF-2').getByText('есть', { exact: true }).waitFor();
      await row('OFF-2')
        .getByText(/\+4\s%/)
        .waitFor();
      await row('OFF-3').getByText('нет', { exact: true }).waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      for (const width of [1280, 1366]) {
        await visit.resize(width);
        expect(await visit.lacksRoom()).toEqual([]);
      }

      await page.getByRole('link', { name: 'OFF-1' }).click();
      await visit.sees(VIN);
      await page.getByRole('button', { name: `Скопировать ${VIN}` }).waitFor();
      await visit.sees('В прайс-листах нет');
      const offer = page.getByRole('button', { name: /^Предложение: BOSCH 0 986 494 019 / });
      await offer.getByText(/^3 шт\. · 3\s100,00\s₽ \(−10,1\s%\) · сегодня · Полка$/).waitFor();
      await offer.click();
      await page.getByRole('menuitemradio', { name: /от 11 шт\..*Альянс/ }).waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('menuitemradio', { name: /Альянс/ }).click();
      await offer.getByText(/Альянс$/).waitFor();
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      await page
        .getByRole('link', { name: /^Заказ № \d+$/ })
        .first()
        .click();
      await visit.sees(/^Альянс: 2\s980,00\s₽, было 11 шт\.$/);
      await visit.sees(VIN);
    });

    it('are waited for where the order is accepted before they are known', async () => {
      await listOf(panel, 'Запас', ['MAHLE;LA875;Фильтр;5;900']);
      await panel.sandboxOrder({
        id: 'OFF-9',
        positions: [{ id: '1', brand: 'MAHLE', number: 'LA 875', quantity: 2 }],
      });
      const [{ id }] = (await panel.api.get('/external-orders?q=OFF-9')).body.data;
      const visit = await panel.signIn();
      const { page } = visit;
      const answer = await hold(page, '**/api/external-orders/*/offers');
      await visit.goto(`/external-orders/${id}`);
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      await page.getByRole('button', { name: 'Принять', exact: true, disabled: true }).waitFor();
      answer();
      await page.getByRole('main').getByText('Принят', { exact: true }).first().waitFor();
      await visit.sees(/^Запас: 900,00/);
      await visit.settles();
      const [position] = (await panel.api.get(`/external-orders/${id}`)).body.positions;
      expect(position.offer).toMatchObject({ priceListName: 'Запас' });
    });
  });
