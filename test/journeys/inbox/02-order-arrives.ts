import type { Panel } from '../support/panel.js';

export const orderArrives = (panel: Panel) =>
  describe('an order arrives while the inbox is open', () => {
    it('shows by itself, at once', async () => {
      await panel.sandboxOrder({ id: 'ARR-1' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'ARR-1' }).waitFor();
      await visit.settles();
      await page.evaluate(() => document.body.setAttribute('data-not-reloaded', ''));

      await panel.sandboxOrder({ id: 'ARR-2' });
      await page.getByRole('link', { name: 'ARR-2' }).waitFor();
      expect(await page.locator('body[data-not-reloaded]').count()).toBe(1);
      await page.getByRole('tab', { name: /Ждут решения\s*2/ }).waitFor();
      expect(await visit.axe()).toEqual([]);
    });

    it('waits with a button while rows are chosen', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'ARR-1' }).waitFor();
      const box = page.getByRole('row', { name: /ARR-1/ }).getByRole('checkbox');
      await box.check();
      const place = await box.boundingBox();
      await panel.sandboxOrder({ id: 'ARR-3' });
      await panel.sandboxOrder({ id: 'ARR-4' });
      const show = page.getByRole('button', { name: 'Новых: 2 — показать' });
      await show.waitFor();
      // Nor does the button move them.
      expect(await box.boundingBox()).toEqual(place);
      const rows = page.getByRole('table').getByRole('link', { name: /^ARR-/ });
      expect(await rows.allInnerTexts()).toEqual(['ARR-2', 'ARR-1']);
      await show.click();
      await page.getByRole('table').getByRole('link', { name: 'ARR-4' }).waitFor();
      expect(await rows.allInnerTexts()).toEqual(['ARR-4', 'ARR-3', 'ARR-2', 'ARR-1']);
      expect(await page.getByRole('row', { name: /ARR-1/ }).getByRole('checkbox').isChecked()).toBe(true);
    });
  });
