import type { Role } from '../../../src/access/actor.js';
import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';
import type { Visit } from '../support/visit.js';

const ALWAYS = ['/', '/external-orders', '/orders', '/gettzap-notifications'];
const DIRECTORIES = ['/marketplaces', '/order-statuses', '/regions'];
const MANAGER = [
  ...ALWAYS,
  '/gettzap-messages',
  '/marketplaces',
  '/exchanges',
  '/order-statuses',
  '/price-lists',
  '/processing-rules',
  '/brands',
  '/regions',
];
const EXTERNAL_ORDERS = [
  ...ALWAYS,
  '/marketplaces',
  '/order-statuses',
  '/price-lists',
  '/processing-rules',
  '/brands',
  '/regions',
];
const ADMINISTRATION = ['/users', '/integrations', '/audit', '/personal-data', '/system'];

async function menuOf({ page }: Visit): Promise<string[]> {
  const entries = page.getByRole('navigation').getByRole('link');
  await entries.first().waitFor();
  return entries.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
}

export const rolesAndRegions = (panel: Panel) =>
  describe('roles and regions', () => {
    it.each<[Role, string[]]>([
      ['admin', [...MANAGER, ...ADMINISTRATION]],
      ['manager', MANAGER],
      ['external_orders', EXTERNAL_ORDERS],
      ['observer', [...ALWAYS, ...DIRECTORIES]],
    ])('%s sees the menu of what they may do, and is told when a page is not for them', async (role, menu) => {
      const visit = await panel.signIn(await panel.addPerson(`is-${role}`, [role]));
      await visit.goto('/');
      expect(await menuOf(visit)).toEqual(menu);
      for (const address of [...MANAGER, ...ADMINISTRATION].filter((each) => !menu.includes(each))) {
        await visit.goto(address);
        await visit.sees('Нет доступа');
      }
      await visit.settles();
    });

    it('an administrator of some regions is not offered what concerns all of them', async () => {
      const region = await panel.addRegion('Омск');
      const visit = await panel.signIn(await panel.addPerson('regional', ['admin'], [region]));
      await visit.goto('/');
      expect(await menuOf(visit)).toEqual(MANAGER);
      await visit.goto('/users');
      await visit.sees('Нет доступа');
      await visit.settles();
    });

    it('what is left to be set up is no matter of a manager once orders come', async () => {
      await panel.sandboxOrder({ id: 'SET-UP-1' });
      const { body: made } = await panel.api.post('/marketplace-connections', { marketplace: 'gettzap' });
      const [region] = (await panel.api.get('/regions')).body.data;
      const statuses = (await panel.api.get('/order-statuses?perPage=200')).body.data;
      const removed = statuses.find(({ group }: { group: string }) => group === 'removed');
      const access = { login: 'shop', password: 'gz-password', apiKey: 'gz-office-token' };
      const change = { ...access, isActive: true, regionId: region.id, cancelledStatusId: removed.id };
      expect((await panel.api.patch(`/marketplace-connections/${made.id}`, change)).status).toBe(200);
      const start = (visit: Visit) => visit.page.getByRole('heading', { name: 'Начало работы' });
      const admin = await panel.signIn();
      await admin.goto('/');
      await start(admin).waitFor();
      const manager = await panel.signIn(await panel.addPerson('sees-figures', ['manager']));
      await manager.goto('/');
      await manager.page.getByRole('group', { name: 'Сейчас' }).waitFor();
      expect(await start(manager).count()).toBe(0);
      expect((await panel.api.delete(`/marketplace-connections/${made.id}`)).status).toBe(204);
    });

    it('an order of another region does not exist', async () => {
      const [tver, kazan] = [await panel.addRegion('Тверь'), await panel.addRegion('Казань')];
      await panel.api.patch(`/marketplace-connections/${panel.connectionId}`, { regionId: tver });
      await panel.sandboxOrder({ id: 'R-1' });
      const [received] = (await panel.api.get('/external-orders?q=R-1')).body.data;
      expect((await panel.api.post(`/external-orders/${received.id}/accept`)).status).toBe(200);
      const [order] = (await panel.api.get('/orders?q=R-1')).body.data;

      const ours = await panel.signIn(await panel.addPerson('tver', ['manager'], [tver]));
      await ours.goto(`/orders/${order.id}`);
      await ours.sees('R-1');
      expect(await ours.page.getByText('Не найдено').count()).toBe(0);
      await ours.settles();

      const theirs = await panel.signIn(await panel.addPerson('kazan', ['manager'], [kazan]));
      theirs.allow(/status of 404 .*\/api\/(external-)?orders\/\d+/);
      for (const address of [`/orders/${order.id}`, `/external-orders/${received.id}`]) {
        await theirs.goto(address);
        await theirs.sees('Не найдено');
      }
      await theirs.goto('/orders');
      await theirs.page.getByRole('heading', { level: 1 }).waitFor();
      await theirs.settles();
      expect(await theirs.page.getByText('R-1').count()).toBe(0);
    });

    it('a person added in the panel signs in with the password made up there, and is out at once when blocked', async () => {
      const admin = await panel.signIn();
      const { page } = admin;
      await admin.goto('/users');
      await page.getByRole('button', { name: 'Добавить пользователя' }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('button', { name: 'Сохранить' }).click();
      await admin.sees('Выберите хотя бы одну роль');
      await form.getByRole('textbox', { name: 'Имя' }).fill('Вера Новикова');
      await form.getByRole('textbox', { name: 'Эл. почта' }).fill('vera@example.com');
      await form.getByRole('button', { name: 'Сгенерировать пароль' }).click();
      const password = await form.getByRole('textbox', { name: 'Пароль' }).inputValue();
      await form.getByRole('checkbox', { name: 'Наблюдатель' }).check();
      await form.getByRole('button', { name: 'Сохранить' }).click();
      await form.waitFor({ state: 'detached' });
      await admin.sees('Вера Новикова');

      const vera = await panel.visit();
      await vera.signIn({ email: 'vera@example.com', password });
      expect(await menuOf(vera)).toEqual([...ALWAYS, ...DIRECTORIES]);

      await page.getByRole('button', { name: 'Действия: Вера Новикова' }).click();
      await page.getByRole('menuitem', { name: 'Заблокировать' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Заблокировать' }).click();
      await admin.sees('Пользователь заблокирован');
      vera.allow(/status of 401/);
      await vera.goto('/orders');
      await vera.sees('Вход');
      await eventually(async () => expect(await vera.page.getByRole('navigation').count()).toBe(0));
    });

    it('the last administrator cannot give up the role', async () => {
      const { data } = (await panel.api.get('/users?perPage=200')).body;
      for (const { id, email, roles } of data as Array<{ id: string; email: string; roles: Role[] }>) {
        const isOther = roles.includes('admin') && email !== panel.admin.email;
        if (isOther) await panel.api.patch(`/users/${id}`, { isActive: false });
      }
      const visit = await panel.signIn();
      visit.allow(/status of 409 .*\/api\/users/);
      await visit.goto('/users');
      await visit.page.getByText('это вы').click();
      const form = visit.page.getByRole('dialog');
      await form.getByRole('checkbox', { name: 'Наблюдатель' }).check();
      await form.getByRole('checkbox', { name: 'Администратор' }).uncheck();
      await form.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees('Должен остаться хотя бы один действующий администратор всех регионов.');
      await visit.settles();
    });
  });
