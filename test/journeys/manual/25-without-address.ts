import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

/** The order that came while the connection was made. */
const ORDER = 'J-7';
const WAITS = 'Ждёт адреса API: отправим, как только его укажут в подключении';

/** @param apiUrl where GettZap answers */
export const withoutAddress = (panel: Panel, apiUrl: () => string) =>
  describe('the manual without an address of the API', () => {
    const notices = async () =>
      (await panel.api.get(`/gettzap-notifications?q=${ORDER}&sort=createdAt`)).body.data as Array<{
        state: string;
        attemptCount: number;
        kind: string;
      }>;

    it('takes decisions, and says everywhere that what is to be told waits', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: ORDER }).click();
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      await visit.sees(WAITS);
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('banner').getByText('GettZap: ждёт адреса API').waitFor();

      const [{ id }] = (await panel.api.get(`/orders?q=${ORDER}`)).body.data;
      await visit.goto(`/orders/${id}`);
      await visit.sees(WAITS);
      await visit.goto('/gettzap-notifications');
      await visit.sees(/^GettZap · .*: ждёт адреса API$/);
      await page.getByRole('table').getByText('Ждёт адреса API').waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await visit.goto('/');
      await page.getByRole('link', { name: 'Укажите адрес API GettZap' }).waitFor();
      await visit.goto('/system');
      await page.getByRole('table', { name: 'Подключения' }).getByText('Ждёт адреса API').waitFor();
      await visit.goto('/marketplaces');
      await page.getByRole('listitem').getByText('Уведомления ждут в очереди: адрес API').waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      expect(await panel.requestsFor(ORDER)).toEqual([]);
    });

    it('sends all of it when the address is entered, without having spent a try', async () => {
      const [waiting] = await notices();
      expect(waiting).toMatchObject({ kind: 'order_accepted', state: 'pending', attemptCount: 0 });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/marketplaces');
      await page.getByRole('link', { name: /^Настроить/ }).click();
      await page.getByLabel('Адрес API GettZap').fill(apiUrl());
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees(/^Сохранено$/);
      await eventually(async () => expect(await panel.ledgerOf(ORDER)).toMatchObject({ status: 'accepted' }));
      await eventually(async () => expect(await notices()).toMatchObject([{ state: 'delivered', attemptCount: 1 }]));
      await page.getByRole('button', { name: 'Проверить подключение' }).click();
      await visit.sees('Подключение работает');
      await visit.sees('Логин, пароль и API ключ верны');
      await eventually(async () => expect(await page.getByText('Ждёт адреса API').count()).toBe(0));
    });
  });
