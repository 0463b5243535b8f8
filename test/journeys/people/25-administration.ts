import { ApiClient } from '../../support/api-client.js';
import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

export const administration = (panel: Panel) =>
  describe('administration', () => {
    it('a key is shown once, opens what its role may, and is refused when it was deleted', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/integrations');
      await page.getByRole('button', { name: 'Создать ключ' }).click();
      const form = page.getByRole('dialog', { name: 'Создать ключ' });
      await form.getByRole('textbox', { name: 'Название' }).fill('1С: склад');
      await form.getByRole('checkbox', { name: 'Наблюдатель' }).check();
      await form.getByRole('button', { name: 'Создать ключ' }).click();
      const key = await page.getByRole('textbox', { name: 'Ключ API' }).inputValue();
      await page.keyboard.press('Escape');
      await visit.sees('Ключ показывается один раз');
      const basic = await page.getByText(/логин — \d+, пароль — ключ/).textContent();
      await page.getByRole('button', { name: 'Готово, скопировано' }).click();
      expect(await page.getByText(key).count()).toBe(0);

      const program = new ApiClient(`${panel.url}/api`, { Authorization: `Bearer ${key}` });
      expect((await program.get('/orders')).status).toBe(200);
      expect((await program.get('/users')).status).toBe(403);
      const login = /логин — (\d+)/.exec(basic!)![1]!;
      const byPassword = ApiClient.basic(`${panel.url}/api/v3`, login, key);
      expect((await byPassword.get('/orders.json')).body.status).toBe('OK');

      await page.getByRole('button', { name: 'Удалить ключ: 1С: склад' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Удалить ключ' }).click();
      await visit.sees('Ключей пока нет');
      expect((await program.get('/orders')).status).toBe(401);
      await visit.settles();
    });

    it('a web-hook tells whole orders as PARTS SOFT does, and of nothing else', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/integrations?tab=webhooks');
      await page.getByRole('button', { name: 'Добавить веб-хук' }).click();
      const form = page.getByRole('dialog', { name: 'Добавить веб-хук' });
      await form.getByRole('textbox', { name: 'Адрес' }).fill(`${panel.url}/parts-soft`);
      expect(await form.getByRole('checkbox').count()).toBe(6);
      await form.getByRole('radio', { name: /как в PARTS SOFT/ }).check();
      expect(await form.getByRole('checkbox', { checked: true }).count()).toBe(3);
      await form.getByRole('button', { name: 'Добавить' }).click();
      await page.getByRole('button', { name: 'Готово, скопировано' }).click();
      await page.getByRole('cell', { name: `${panel.url}/parts-soft`, exact: true }).click();
      const edited = page.getByRole('dialog', { name: 'Изменить веб-хук' });
      expect(await edited.getByRole('radio', { name: /как в PARTS SOFT/ }).isChecked()).toBe(true);
      await edited.getByRole('radio', { name: /стандартный/ }).check();
      expect(await edited.getByRole('checkbox', { checked: true }).count()).toBe(3);
      expect(await edited.getByRole('checkbox').count()).toBe(6);
      // What was changed is not lost by a key.
      await page.keyboard.press('Escape');
      await edited.getByRole('button', { name: 'Отмена' }).click();
      await edited.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: /^Действия: / }).click();
      await page.getByRole('menuitem', { name: 'Удалить' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Удалить веб-хук' }).click();
      await visit.sees('Веб-хуков пока нет');
      await visit.settles();
    });

    it('a web-hook is added, tested, and given another secret; the log tells it', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/integrations?tab=webhooks');
      await page.getByRole('button', { name: 'Добавить веб-хук' }).click();
      const form = page.getByRole('dialog', { name: 'Добавить веб-хук' });
      await form.getByRole('textbox', { name: 'Адрес' }).fill(`${panel.url}/nobody-takes-it`);
      await form.getByRole('button', { name: 'Добавить' }).click();
      const secret = page.getByRole('textbox', { name: 'Секрет для проверки подписей' });
      const first = await secret.inputValue();
      await page.getByRole('button', { name: 'Готово, скопировано' }).click();

      await page.getByRole('button', { name: 'Проверить' }).click();
      const test = page.getByRole('dialog', { name: 'Проверка веб-хука' });
      await test.getByText(/HTTP 40\d за \d+ мс/).waitFor();
      await test.getByText('Не доставлено').waitFor();
      await test.getByRole('button', { name: 'Закрыть' }).last().click();

      await page.getByRole('button', { name: /^Действия: / }).click();
      await page.getByRole('menuitem', { name: 'Заменить секрет' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Заменить секрет' }).click();
      await visit.sees('Секрет заменён');
      expect(await secret.inputValue()).not.toBe(first);
      await page.getByRole('button', { name: 'Готово, скопировано' }).click();

      await visit.goto('/audit?subject=webhook');
      const rows = page.getByRole('table', { name: 'Журнал действий' }).getByRole('row');
      await rows.filter({ hasText: 'Замена секрета' }).waitFor();
      await rows.filter({ hasText: `Адрес: ${panel.url}/nobody-takes-it` }).waitFor();
      await page.getByRole('button', { name: 'Убрать фильтр: Объект: Веб-хук' }).click();
      await rows.filter({ hasText: 'Ключ API' }).first().waitFor();
      expect(new URL(page.url()).search).toBe('');
      await visit.settles();
    });

    it('a password that was made up can be copied where the panel is reached without https, too', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/users');
      // As browsers have it on a page without https.
      await page.evaluate(() => delete (Navigator.prototype as { clipboard?: Clipboard }).clipboard);
      // WebKit copies, and says that it did not.
      await page.evaluate(() => {
        const does = Document.prototype.execCommand;
        Document.prototype.execCommand = function (...command) {
          does.apply(this, command);
          return false;
        };
      });
      await page.getByRole('button', { name: 'Добавить пользователя' }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('button', { name: 'Сгенерировать пароль' }).click();
      const password = await form.getByRole('textbox', { name: 'Пароль' }).inputValue();
      await form.getByRole('button', { name: 'Скопировать' }).click();
      await form.getByRole('button', { name: 'Скопировано' }).waitFor();
      const name = form.getByRole('textbox', { name: 'Имя' });
      await name.focus();
      await page.keyboard.press('Control+V');
      expect(await name.inputValue()).toBe(password);
      await form.getByRole('button', { name: 'Отмена' }).click();
      await visit.settles();
    });

    it('a buyer is forgotten where the manager chose it, and a namesake is not', async () => {
      const customer = { name: 'Забытый Иван', phone: '+7 912 345-67-89', email: 'zabytyj@example.com' };
      await panel.sandboxOrder({ id: 'F-1', customer });
      await panel.sandboxOrder({
        id: 'F-2',
        customer: { ...customer, phone: '+7 900 111-11-11', email: 'other@example.com' },
      });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/personal-data');
      await page.getByRole('button', { name: 'Найти' }).click();
      await visit.sees('Заполните хотя бы одно поле');
      await page.getByRole('textbox', { name: 'Имя' }).fill('забытый иван');
      await page.getByRole('button', { name: 'Найти' }).click();
      await visit.sees('2 внешних заказа');
      const found = page.getByRole('table', { name: 'Результаты поиска' }).getByRole('row');
      await found.filter({ hasText: 'F-2' }).getByRole('checkbox').uncheck();

      await page.getByRole('button', { name: 'Удалить…' }).click();
      const question = page.getByRole('dialog', { name: 'Удалить персональные данные в 1 заказе?' });
      const erase = question.getByRole('button', { name: 'Удалить навсегда' });
      expect(await erase.isDisabled()).toBe(true);
      await question.getByRole('textbox', { name: 'Подтверждение' }).fill('Удалить');
      await erase.click();
      await visit.sees('Обезличен 1 внешний заказ.');
      const customerOf = async (id: string) => (await panel.api.get(`/external-orders?q=${id}`)).body.data[0].customer;
      expect(await customerOf('F-1')).toMatchObject({ phone: '', email: '' });
      expect(await customerOf('F-2')).toMatchObject({ name: customer.name, phone: '+7 900 111-11-11' });
      await visit.settles();
    });

    it('orders that were not done are still named when doing them once more failed', async () => {
      await panel.sandboxOrder({ id: 'F-3', customer: { name: 'Упорная Анна', phone: '+7 912 777-77-77' } });
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/status of 503 .*\/personal-data\/delete/);
      await visit.goto('/personal-data');
      await page.getByRole('textbox', { name: 'Имя' }).fill('упорная анна');
      await page.getByRole('button', { name: 'Найти' }).click();
      await visit.sees('1 внешний заказ');
      const { id } = (await panel.api.get('/external-orders?q=F-3')).body.data[0];
      await page.route('**/api/personal-data/delete', (route) =>
        route.fulfill({
          json: { externalOrders: [{ id, externalId: 'F-3' }], messages: 0, deliveries: 0, incomplete: [id] },
        }),
      );
      await page.getByRole('button', { name: 'Удалить…' }).click();
      const question = page.getByRole('dialog');
      await question.getByRole('textbox', { name: 'Подтверждение' }).fill('удалить');
      await question.getByRole('button', { name: 'Удалить навсегда' }).click();
      const left = page.getByRole('alert').filter({ hasText: 'F-3' });
      await left.waitFor();
      await page.unroute('**/api/personal-data/delete');
      await page.route('**/api/personal-data/delete', (route) =>
        route.fulfill({ status: 503, json: { status: 503, code: 'unavailable', detail: 'Try again later' } }),
      );
      await left.getByRole('button').click();
      await page.getByRole('alert').filter({ hasText: 'Не получилось' }).waitFor();
      expect(await left.count()).toBe(1);
      await page.unroute('**/api/personal-data/delete');
      await left.getByRole('button').click();
      await left.waitFor({ state: 'detached' });
      await visit.sees('Обезличен 1 внешний заказ.');
      await visit.settles();
    });

    it('the log names external orders as GettZap does, deleted ones, too', async () => {
      const idOf = async (externalId: string) => {
        await panel.sandboxOrder({ id: externalId });
        return (await panel.api.get(`/external-orders?q=${externalId}`)).body.data[0].id as string;
      };
      const [noted, deleted] = [await idOf('LOG-1'), await idOf('LOG-2')];
      await panel.api.post(`/external-orders/${noted}/notes`, { text: 'Перезвонить' });
      await panel.api.delete(`/external-orders/${deleted}`, { reason: 'Заказан дважды' });
      const visit = await panel.signIn();
      await visit.goto('/audit?subject=external_order');
      const link = (externalId: string) =>
        visit.page.getByRole('link', { name: `Внешний заказ «${externalId}»` }).first();
      await link('LOG-2').waitFor();
      expect(await link('LOG-1').getAttribute('href')).toContain(`/external-orders/${noted}`);
      await visit.settles();
    });

    it('one’s own settings are saved at once, and a new password keeps one signed in', async () => {
      const olga = await panel.addPerson('olga', ['manager']);
      const visit = await panel.signIn(olga);
      const { page } = visit;
      await visit.goto('/profile');
      const choice = page.getByRole('checkbox', { name: 'Пришёл внешний заказ: По почте' });
      expect(await choice.isChecked()).toBe(false);
      await choice.click();
      await eventually(async () => expect(await choice.isChecked()).toBe(true)); // a tick is shown a turn later
      await visit.settles();
      await page.reload();
      await eventually(async () => expect(await choice.isChecked()).toBe(true));

      expect(await page.getByRole('button', { name: 'Показать введённое' }).count()).toBe(3);
      visit.allow(/status of 422 .*\/me\/password/);
      const fill = async (current: string) => {
        await page.getByRole('textbox', { name: 'Текущий пароль' }).fill(current);
        await page.getByRole('textbox', { name: 'Новый пароль', exact: true }).fill('a brand new password');
        await page.getByRole('textbox', { name: 'Повторите новый пароль' }).fill('a brand new password');
        await page.getByRole('button', { name: 'Сменить пароль' }).click();
      };
      await fill('not mine');
      await visit.sees('Неверный пароль');
      await fill(olga.password);
      await visit.sees('Пароль изменён');
      await visit.goto('/orders');
      await page.getByRole('heading', { level: 1, name: 'Заказы' }).waitFor();
      await visit.settles();
      await (await panel.visit()).signIn({ ...olga, password: 'a brand new password' });
    });

    it('the state of the service is told in words', async () => {
      const visit = await panel.signIn();
      await visit.goto('/system');
      await visit.sees('Планировщик работает');
      await visit.page.getByRole('table', { name: 'Подключения' }).getByText('Ещё ничего не отправлялось').waitFor();
      expect(await visit.page.getByRole('link', { name: 'Описание API' }).getAttribute('href')).toBe('/api/docs');
      await visit.settles();
    });

    it('and what is not sent yet is one press away, whoever it is for', async () => {
      const events = ['external_order.received'];
      const { body: webhook } = await panel.api.post('/webhooks', { url: 'http://127.0.0.1:9/hook', events });
      await panel.sandboxOrder({ id: 'HOOKED' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/system');
      const row = page.getByRole('table', { name: 'Веб-хуки и учётные системы' }).getByRole('row');
      await row.filter({ hasText: '127.0.0.1:9/hook' }).getByText('Ошибки отправки').waitFor();
      await page.getByRole('link', { name: 'Веб-хуки: в очереди 1' }).click();
      await page.getByRole('heading', { level: 1, name: 'Сообщения веб-хукам' }).waitFor();
      await page.getByRole('table').getByText('HOOKED').waitFor();
      await visit.settles();
      await panel.api.delete(`/webhooks/${webhook.id}`);
    });
  });
