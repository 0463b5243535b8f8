import type { Panel } from '../support/panel.js';

export const sessionExpired = (panel: Panel) =>
  describe('a session that ends while somebody is typing', () => {
    it('is begun again over the page as soon as it ends, and what was typed stays and can be saved', async () => {
      const anna = await panel.addPerson('anna', ['admin']);
      const visit = await panel.signIn(anna);
      const { page } = visit;
      await visit.goto('/regions');
      await page.getByRole('button', { name: 'Добавить регион' }).first().click();
      const form = page.getByRole('dialog', { name: 'Добавить регион' });
      await form.getByRole('textbox', { name: 'Название', exact: true }).fill('Нижний Тагил');

      const users = (await panel.api.get('/users')).body.data as Array<{ id: string; email: string }>;
      const { id } = users.find(({ email }) => email === anna.email)!;
      // A new password ends every session.
      const password = 'another long password';
      visit.allow(/status of 401/);
      expect((await panel.api.patch(`/users/${id}`, { password })).status).toBe(200);

      await visit.sees('Сеанс закончился');
      const signIn = page.getByRole('dialog', { name: 'Сеанс закончился' });
      expect(await signIn.getByLabel('Эл. почта').inputValue()).toBe(anna.email);
      await signIn.getByRole('textbox', { name: 'Пароль' }).fill(password);
      await signIn.getByRole('button', { name: 'Войти' }).click();
      await signIn.waitFor({ state: 'detached' });

      expect(await form.getByRole('textbox', { name: 'Название', exact: true }).inputValue()).toBe('Нижний Тагил');
      await form.getByRole('button', { name: 'Сохранить' }).click();
      await form.waitFor({ state: 'detached' });
      await page.getByRole('table', { name: 'Регионы' }).getByText('Нижний Тагил').waitFor();
      await visit.settles();
    });

    it('somebody else who signs in there sees nothing of the former', async () => {
      const [boris, rita] = [await panel.addPerson('boris', ['admin']), await panel.addPerson('rita', ['observer'])];
      const visit = await panel.signIn(boris);
      const { page } = visit;
      await visit.goto('/users');
      await page.getByRole('button', { name: 'Добавить пользователя' }).click();
      await page.getByRole('dialog').getByRole('textbox', { name: 'Имя' }).fill('Секретный человек');
      visit.allow(/status of 401/);
      await page.context().clearCookies();
      await page.getByRole('dialog').getByRole('textbox', { name: 'Эл. почта' }).fill('new@example.com');
      await page.getByRole('dialog').getByRole('textbox', { name: 'Пароль' }).fill('a long password');
      await page.getByRole('dialog').getByRole('checkbox', { name: 'Наблюдатель' }).check();
      await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();

      const signIn = page.getByRole('dialog', { name: 'Сеанс закончился' });
      await signIn.getByLabel('Эл. почта').fill(rita.email);
      await signIn.getByRole('textbox', { name: 'Пароль' }).fill(rita.password);
      await signIn.getByRole('button', { name: 'Войти' }).click();
      await page.getByRole('link', { name: 'Профиль: rita' }).waitFor();
      expect(await page.getByText('Секретный человек').count()).toBe(0);
      expect(new URL(page.url()).pathname).toBe('/');
      await visit.settles();
    });

    it('nor who signs in there in another window', async () => {
      const elsewhere = await panel.addRegion('Далеко');
      const egor = await panel.addPerson('egor', ['manager']);
      const dina = await panel.addPerson('dina', ['manager'], [elsewhere]);
      await panel.sandboxOrder({ id: 'SEEN-1' });
      const [{ id }] = (await panel.api.get('/external-orders?q=SEEN-1')).body.data;
      const visit = await panel.signIn(egor);
      const { page } = visit;
      await visit.goto(`/external-orders/${id}`);
      await page.getByRole('heading', { name: '№ SEEN-1' }).waitFor();
      visit.allow(/status of 40[14]/);
      const other = await page.context().newPage();
      await other.goto('/profile');
      await other.getByRole('button', { name: 'Выйти' }).click();
      await other.getByLabel('Эл. почта').fill(dina.email);
      await other.getByRole('textbox', { name: 'Пароль' }).fill(dina.password);
      await other.getByRole('button', { name: 'Войти' }).click();
      await other.getByRole('link', { name: 'Профиль: dina' }).waitFor();
      await page.getByRole('link', { name: 'Профиль: dina' }).waitFor();
      await visit.settles();
      expect(await page.getByText('SEEN-1').count()).toBe(0);
    });
  });
