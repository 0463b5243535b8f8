import type { Panel } from '../support/panel.js';

export const searching = (panel: Panel) =>
  describe('searching a list', () => {
    it('keeps the space between two words when the typing pauses there', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      const search = page.getByRole('textbox', { name: 'Поиск', exact: true });
      await search.pressSequentially('Иванов ');
      await page.waitForURL((url) => url.searchParams.get('q') === 'Иванов');
      await visit.settles();
      await search.pressSequentially('Пётр');
      await page.waitForURL((url) => url.searchParams.get('q') === 'Иванов Пётр');
      await visit.settles();
      await page.getByRole('button', { name: 'Сбросить фильтры' }).first().click();
      await page.waitForURL((url) => !url.searchParams.has('q'));
      expect(await search.inputValue()).toBe('');
      await visit.settles();
    });
  });
