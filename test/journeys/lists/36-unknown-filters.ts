import type { Panel } from '../support/panel.js';

export const unknownFilters = (panel: Panel) =>
  describe('an address with a filter that there is not', () => {
    it.each([
      ['/external-orders?state=zzz', 'state'],
      ['/external-orders?sort=zzz&perPage=999', 'perPage, sort'],
      ['/orders?statusId=zzz', 'statusId'],
      ['/gettzap-notifications?state=zzz', 'state'],
      ['/gettzap-messages?outcome=zzz', 'outcome'],
    ])('%s says so, and leads to the list without it', async (path, names) => {
      const visit = await panel.signIn();
      visit.allow(/status of 422/);
      const { page } = visit;
      await visit.goto(path);
      const told = page.getByRole('alert').filter({ hasText: 'В адресе страницы неизвестный фильтр' });
      await told.waitFor();
      expect(await told.innerText()).toContain(`Не подходит: ${names}.`);
      expect(await page.locator('main').innerText()).not.toContain('.zzz');
      await told.getByRole('link', { name: 'Сбросить фильтры' }).click();
      await page.waitForURL((url) => url.search === '');
      await told.waitFor({ state: 'detached' });
      await visit.settles();
    });
  });
