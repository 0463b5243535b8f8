import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { GETTZAP } from '../support/shop-data.js';
import { withoutAddress } from './manual/25-without-address.js';
import { Panel } from './support/panel.js';

const ACCEPTED = 'Заказ №{{ order.order_id }} принят.';

describe('the manual, step by step', () => {
  const panel = Panel.open();
  let gettzap: ApiClient;
  let apiUrl: string;

  beforeAll(async () => {
    const path = `/marketplace-connections/${panel.connectionId}`;
    ({ apiUrl } = (await panel.api.get(path)).body);
    gettzap = new ApiClient(`${apiUrl}/api`);
    expect((await panel.api.delete(path)).status).toBe(204);
  });

  it('connects GettZap, sets what it is told, and hears of the first order', async () => {
    const visit = await panel.signIn();
    const { page } = visit;
    await visit.goto('/');
    const menu = page.getByRole('navigation').getByRole('group', { name: 'Служебные' });
    await menu.getByRole('group', { name: 'Справочники' }).getByRole('link', { name: 'Маркетплейсы' }).click();
    await visit.sees('Подключений пока нет');
    await visit.settles();
    expect(await visit.axe()).toEqual([]);
    await page.getByRole('button', { name: 'GettZap', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'ОК' }).click();

    await page.waitForURL(/\/marketplaces\/\d+\?step=account$/);
    visit.allow(/status of 422 .*\/marketplace-connections\/\d+$/);
    await page.getByLabel('Аккаунт активен').check();
    await page.getByRole('button', { name: 'Сохранить и продолжить' }).click();
    await eventually(async () => expect(await page.getByText('Заполните: без этого').count()).toBe(3));
    const login = page.getByLabel('Логин');
    await eventually(async () => expect(await login.evaluate((field) => field === document.activeElement)).toBe(true));
    expect(await visit.axe()).toEqual([]);
    await page.getByLabel('Логин').fill(GETTZAP.login);
    await page.getByLabel('Пароль').fill(GETTZAP.password);
    await page.getByRole('textbox', { name: 'API ключ' }).fill(GETTZAP.apiKey);
    expect(await page.getByLabel('Адрес API GettZap').inputValue()).toBe(''); // the manual names none, and no shop knows it
    const cancelled = page.getByRole('combobox', {
      name: 'Установить статус, если клиент GettZap отказался от заказа',
    });
    await cancelled.click();
    await page.getByRole('option', { name: 'Снят', exact: true }).click();
    await page.getByRole('button', { name: 'Сохранить и продолжить' }).click();

    const link = await page.getByLabel('Ссылка для отправки заказов').inputValue();
    expect(link).toMatch(/\/gettzap\/orders\/[\w-]{43}$/);
    await visit.sees('«Адрес отправки заказов»');
    await visit.sees('GettZap не сможет прислать заказ по этой ссылке'); // it begins with localhost
    await page.getByText('PUBLIC_URL=').waitFor();
    expect((await gettzap.call('PUT', '/settings', { orderLink: link })).status).toBe(200);
    await page.getByRole('button', { name: 'Далее' }).click();

    visit.allow(/status of 422 .*\/order-statuses\/preview/);
    expect(await page.getByLabel('Уведомление о принятом заказе').inputValue()).toContain('принят в обработку');
    expect(await page.getByLabel('Безусловный отказ').inputValue()).toMatch(/^Отказ по заказу/);
    const untold = page.getByText('GettZap ничего не узнает об этом шаге, текст без статуса не отправляется');
    expect(await untold.count()).toBe(2);
    await visit.settles();
    expect(await visit.axe()).toEqual([]);
    await page.getByLabel('Уведомление о принятом заказе').fill(ACCEPTED);
    await page.getByLabel('Установить статус: заказ принят').fill('accepted');
    await page.getByLabel('Безусловный отказ').fill('Отказ.{% if reason %} {{ reason }}{% endif %}');
    await page.getByLabel('Установить статус: отказ').fill('refused');
    await eventually(async () => expect(await untold.count()).toBe(0));
    await page.getByRole('button', { name: 'Сохранить и продолжить' }).click();

    await page.getByRole('button', { name: 'Проверить подключение' }).click();
    await visit.sees('Адрес API ещё не указан: заказы принимаются, уведомления ждут');
    await visit.sees('Ждёт адреса API: заказы уже можно принимать');
    expect(await visit.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Далее' }).click();

    await visit.sees('Ждём первый заказ');
    await panel.sandboxOrder({ id: 'J-7', positions: [{ id: '1', quantity: 1 }] });
    await page.getByRole('link', { name: 'Открыть заказ J-7' }).waitFor();
    expect(await visit.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Готово' }).click();
    await page.waitForURL(/\/marketplaces\/\d+$/);
    expect(await page.getByLabel('Пароль', { exact: true }).inputValue()).toBe('•••••••• сохранён');
    expect(await page.getByLabel('Уведомление о принятом заказе').inputValue()).toBe(ACCEPTED);
    await visit.settles();
    expect(await visit.axe()).toEqual([]);
  });

  withoutAddress(panel, () => apiUrl);

  it('tells GettZap the statuses of items and of the whole order', async () => {
    const visit = await panel.signIn();
    const { page } = visit;
    visit.allow(/status of 422 .*\/order-statuses\/preview/);
    await visit.goto('/');
    await page.getByRole('navigation').getByRole('link', { name: 'Статусы заказов' }).click();
    await page.getByRole('link', { name: 'В работе', exact: true }).click();
    const status = page.getByLabel('Установить статус').filter({ visible: true });
    const text = page.getByLabel('Текст уведомления').filter({ visible: true });
    await status.fill('in_work');
    await text.fill('Позиция {{ order_item.oem }} в работе');
    await page.getByRole('tab', { name: 'Статус всего заказа' }).click();
    await status.fill('in_work');
    await text.fill('Заказ №{{ order.order_id }} в работе');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await visit.sees(/^Сохранено$/);

    const [received] = (await panel.api.get('/external-orders?q=J-7')).body.data;
    const { orderId } = (await panel.api.get(`/external-orders/${received.id}`)).body;
    const { number, items } = (await panel.api.get(`/orders/${orderId}`)).body;
    await eventually(async () => {
      expect(await panel.ledgerOf('J-7')).toMatchObject({
        status: 'accepted',
        statusComment: `Заказ №${number} принят.`,
      });
    });
    const statuses = (await panel.api.get('/order-statuses?perPage=200')).body.data;
    const inWork = statuses.find(({ name }: { name: string }) => name === 'В работе').id;
    await panel.api.post('/order-items/status', { itemIds: [items[0].id], statusId: inWork });
    await eventually(async () => {
      const ledger = await panel.ledgerOf('J-7');
      expect(ledger).toMatchObject({ status: 'in_work', statusComment: `Заказ №${number} в работе` });
      expect(ledger!.positions[0]).toMatchObject({
        status: 'in_work',
        statusComment: `Позиция ${items[0].number} в работе`,
      });
    });

    await panel.sandboxCancel('J-7');
    await eventually(async () => {
      const [item] = (await panel.api.get(`/orders/${orderId}`)).body.items;
      expect(item.status.name).toBe('Снят');
    });
  });

  it('gives a new link while the old one goes on working, and says until when', async () => {
    const visit = await panel.signIn();
    const { page } = visit;
    await visit.goto('/marketplaces');
    const link = page.getByLabel('Ссылка для отправки заказов');
    const old = await link.inputValue();
    await page.getByRole('button', { name: 'Заменить ссылку' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Заменить', exact: true }).click();
    await visit.sees(/Прежняя работает до \d\d\.\d\d\.\d{4}, \d\d:\d\d/);
    await eventually(async () => expect(await link.inputValue()).not.toBe(old));
    expect((await panel.sandboxOrder({ id: 'J-7-old' })).response.status).toBe(200);
  });

  it('shows who is no administrator how it is, without link and secrets', async () => {
    const olga = await panel.addPerson('olga', ['manager']);
    const visit = await panel.signIn(olga, { viewport: { width: 375, height: 800 }, colorScheme: 'dark' });
    const { page } = visit;
    await visit.goto('/marketplaces');
    await page.getByRole('link', { name: /^Настроить/ }).click();
    await visit.sees('Менять настройки подключения может администратор.');
    await visit.settles();
    expect(await page.getByLabel('Ссылка для отправки заказов').count()).toBe(0);
    expect(await page.getByLabel('Логин').isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Сохранить' }).count()).toBe(0);
    expect(await visit.axe()).toEqual([]);
  });

  it('says why sending is paused, and goes on when told', async () => {
    const [connection] = (await panel.api.get('/marketplace-connections')).body.data;
    await panel.sandboxTrouble({ kind: '401' });
    const { order } = await panel.sandboxOrder({ id: 'J-7-paused' });
    const [received] = (await panel.api.get(`/external-orders?q=${order.id}`)).body.data;
    await panel.api.post(`/external-orders/${received.id}/accept`);
    const visit = await panel.signIn();
    await visit.goto(`/marketplaces/${connection.id}`);
    await visit.sees('GettZap не принял вход (ответ 401)');
    expect(await visit.axe()).toEqual([]);
    await panel.sandboxTrouble();
    await visit.page.getByRole('button', { name: 'Возобновить' }).click();
    await eventually(async () => expect(await panel.ledgerOf(order.id)).toMatchObject({ status: 'accepted' }));
    await eventually(async () => expect(await visit.page.getByText('Отправка приостановлена').count()).toBe(0));
  });

  it('revokes a link that has become known: it ends at once, and the new one works', async () => {
    const visit = await panel.signIn();
    const { page } = visit;
    await visit.goto('/marketplaces');
    const link = page.getByLabel('Ссылка для отправки заказов');
    const known = await link.inputValue();
    await page.getByRole('button', { name: 'Отозвать сейчас' }).click();
    const dialog = page.getByRole('dialog', { name: 'Отозвать ссылку для отправки заказов?' });
    await dialog.getByText('Ссылка перестанет работать сразу, прежние тоже').waitFor();
    await dialog.getByRole('button', { name: 'Отозвать сейчас' }).click();
    await eventually(async () => expect(await link.inputValue()).not.toBe(known));
    const noOrder = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{' };
    const statusOf = async (url: string) => (await fetch(url, noOrder)).status;
    expect([await statusOf(known), await statusOf(await link.inputValue())]).toEqual([404, 400]);
    await visit.settles();
  });
});
