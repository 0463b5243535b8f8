import type { Locator } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

const REFUSED = /status of 422 .*\/marketplace-connections\//;
/** The service looks at a text while it is being typed. */
const LOOKED_AT = /status of 422 .*\/order-statuses\/preview/;

export const mistakes = (panel: Panel) => {
  describe('mistakes in the settings of a connection', () => {
    it('are told where the field is folded, too', async () => {
      const visit = await panel.signIn();
      visit.allow(REFUSED);
      const { page } = visit;
      await visit.goto(`/marketplaces/${panel.connectionId}?topic=account`);
      const address = page.getByRole('textbox', { name: 'Адрес API GettZap' });
      await address.fill('no address');
      await page.getByRole('button', { name: /^Аккаунт/ }).click();
      await address.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
      await address.waitFor();
      await visit.sees(/^Это не адрес/);
      await visit.settles();
    });

    it('in a notification text is where the caret is put by the setup', async () => {
      const visit = await panel.signIn();
      visit.allow(REFUSED, LOOKED_AT);
      const { page } = visit;
      await visit.goto(`/marketplaces/${panel.connectionId}?step=texts`);
      const text = page.getByRole('textbox', { name: 'Уведомление о принятом заказе' });
      await text.fill('{{ order.nomer }}');
      await page.getByRole('button', { name: 'Сохранить и продолжить' }).click();
      await eventually(async () => expect(await text.evaluate((field) => field.matches(':focus'))).toBe(true));
      await visit.sees(/нет такой переменной — order.nomer/);
      await visit.settles();
    });

    it('and what is typed while the rest is being saved stays, to be saved next', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/marketplaces/${panel.connectionId}?topic=decisions`);
      const [accepted, refused] = ['Уведомление о принятом заказе', 'Безусловный отказ'].map((name) =>
        page.getByRole('textbox', { name }),
      );
      await accepted!.fill('Заказ принят, ждите звонка');
      await visit.settles();
      let isHeldBack = true;
      await page.route(/\/marketplace-connections\/\d+$/, async (route) => {
        const answer = await route.fetch();
        while (isHeldBack && route.request().method() === 'PATCH')
          await new Promise((resolve) => setTimeout(resolve, 20));
        await route.fulfill({ response: answer });
      });
      await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
      await refused!.fill('К сожалению, не привезём');
      isHeldBack = false;
      await page.getByText('Сохранено', { exact: true }).waitFor();
      await visit.settles();
      expect(await refused!.inputValue()).toBe('К сожалению, не привезём');
      await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
      const stored = async () => (await panel.api.get(`/marketplace-connections/${panel.connectionId}`)).body;
      await eventually(async () =>
        expect(await stored()).toMatchObject({
          acceptedText: 'Заказ принят, ждите звонка',
          refusedText: 'К сожалению, не привезём',
        }),
      );
      await visit.settles();
    });
  });

  describe('mistakes in other forms', () => {
    it('in a dialog are where the caret is put, and no message covers the button', async () => {
      const visit = await panel.signIn();
      visit.allow(/status of 422 .*\/users/);
      const { page } = visit;
      await visit.goto('/users');
      await page.getByRole('button', { name: 'Добавить пользователя' }).click();
      const dialog = page.getByRole('dialog');
      const [name, email] = [/^Имя/, /^Эл. почта/].map((label) => dialog.getByRole('textbox', { name: label }));
      const save = dialog.getByRole('button', { name: 'Сохранить' });
      await save.click();
      await hasFocus(name!);
      await name!.fill('Вторая с тем же адресом');
      await email!.fill(panel.admin.email);
      await dialog.getByRole('textbox', { name: /^Пароль/ }).fill('a long password');
      await dialog.getByText('Наблюдатель', { exact: true }).click();
      await save.click();
      await visit.sees('Эта почта уже у другого пользователя');
      await hasFocus(email!);
      expect(await page.getByText('Проверьте заполнение полей').count()).toBe(0);
    });

    it('in a long form are brought into view', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/order-statuses/new');
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await hasFocus(page.getByRole('textbox', { name: 'Название' }));
      await visit.settles();
    });
  });
};

const hasFocus = (field: Locator) =>
  eventually(async () => expect(await field.evaluate((each) => each.matches(':focus'))).toBe(true));
