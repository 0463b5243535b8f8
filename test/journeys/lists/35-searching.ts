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

    it('does not say that nothing was found before everything was asked, nor when the asking failed', async () => {
      await panel.sandboxOrder({ id: 'SOUGHT-1' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/');
      await visit.settles();
      let isHeldBack = true;
      let fails = false;
      await page.route(/\/api\/(external-)?orders\?q=/, async (route) => {
        while (isHeldBack) await new Promise((resolve) => setTimeout(resolve, 20));
        await (fails ? route.fulfill({ status: 500, json: { code: 'internal', requestId: 'r-1' } }) : route.continue());
      });
      await page.keyboard.press('Control+k');
      const asked = page.waitForRequest(/\/api\/external-orders\?q=/);
      await page.getByRole('textbox', { name: 'Поиск по заказам' }).fill('SOUGHT');
      await asked;
      expect(await page.getByText('Ничего не нашлось').count()).toBe(0);
      isHeldBack = false;
      await page.getByRole('button', { name: /SOUGHT-1/ }).waitFor();

      visit.allow(/status of 500/);
      fails = true;
      await page.getByRole('textbox', { name: 'Поиск по заказам' }).fill('ZZZ');
      await visit.sees(/r-1/);
      expect(await page.getByText('Ничего не нашлось').count()).toBe(0);
    });
  });
