import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

export const acceptInPart = (panel: Panel) =>
  describe('a manager takes a part of an order', () => {
    it('accepts two of three, one in a smaller quantity, and refuses one with a reason', async () => {
      await panel.sandboxOrder({
        id: 'PART-1',
        positions: [
          { id: '1', brand: 'BOSCH', number: 'B-1', quantity: 5 },
          { id: '2', brand: 'MAHLE', number: 'M-2', quantity: 1 },
          { id: '3', brand: 'NGK', number: 'N-3', quantity: 4 },
        ],
      });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'PART-1' }).click();

      await page.getByRole('textbox', { name: 'Сколько принять: BOSCH B-1' }).fill('3');
      await visit.sees('из 5; 2 — отказ');
      for (const number of ['B-1', 'M-2']) await page.getByRole('row', { name: number }).getByRole('checkbox').check();
      await visit.sees('Выбранные позиции · 2 из 3');
      const outlook = page.getByRole('region', { name: 'GettZap получит' });
      await outlook.getByText(/Отказ по позиции · BOSCH B-1 · 2 шт/).waitFor();
      await eventually(async () => expect(await outlook.getByRole('listitem').count()).toBe(3));
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('button', { name: 'Принять выбранные (2)' }).click();
      await page.getByRole('main').getByText('Решён частично', { exact: true }).first().waitFor();

      await page.getByRole('combobox', { name: 'Причина отказа' }).fill('Нет на складе');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Отказать', exact: true }).click();
      await page.getByRole('main').getByText('Принят частично', { exact: true }).first().waitFor();

      const [{ id }] = (await panel.api.get('/external-orders?q=PART-1')).body.data;
      await eventually(async () => {
        const { positions, history } = (await panel.api.get(`/external-orders/${id}`)).body;
        expect(positions).toMatchObject([
          { state: 'accepted', acceptedQuantity: 3 },
          { state: 'accepted', acceptedQuantity: 1 },
          { state: 'refused', acceptedQuantity: 0 },
        ]);
        expect(history.at(-1)).toMatchObject({ kind: 'refused', comment: 'Нет на складе' });
      });
      await visit.sees('«Нет на складе»');
    });

    it('a digit typed the moment a quantity has the focus replaces the quantity', async () => {
      await panel.sandboxOrder({
        id: 'PART-2',
        positions: [{ id: '1', brand: 'BOSCH', number: 'B-1', quantity: 5 }],
      });
      const visit = await panel.signIn();
      await visit.goto('/external-orders');
      await visit.page.getByRole('link', { name: 'PART-2' }).click();
      const quantity = visit.page.getByRole('textbox', { name: 'Сколько принять: BOSCH B-1' });

      // In one task of the page, so that nothing that comes later can have selected it.
      const selected = await quantity.evaluate((input: HTMLInputElement) => {
        input.focus();
        return [input.selectionStart, input.selectionEnd];
      });
      expect(selected).toEqual([0, 1]);

      await visit.page.getByRole('combobox', { name: 'Причина отказа' }).click();
      await quantity.click();
      await visit.page.keyboard.type('2');
      await visit.sees('из 5; 3 — отказ');
    });

    it('a preview that is due the moment a manager decides is not asked for', async () => {
      await panel.sandboxOrder({ id: 'PART-3', positions: [{ id: '1', brand: 'BOSCH', number: 'B-1', quantity: 5 }] });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'PART-3' }).click();
      await visit.sees('GettZap получит');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(...(/refuse$|preview$/.exec(request.url()) ?? [])));

      // The click comes between the rendering of a slow page and its effects, which are what asks.
      await page.getByRole('button', { name: 'Отказать', exact: true }).evaluate((button: HTMLElement) => {
        const { parse } = JSON;
        const { postMessage } = MessagePort.prototype;
        let wasSlow = false;
        JSON.parse = (text, ...more) => {
          for (const end = performance.now() + 20; text.includes('Нет на складе') && performance.now() < end;)
            wasSlow = true;
          return parse(text, ...more);
        };
        MessagePort.prototype.postMessage = function (...message: [never]) {
          if (wasSlow) MessagePort.prototype.postMessage = postMessage;
          if (wasSlow) button.click();
          postMessage.apply(this, message);
        };
      });
      await page.getByRole('combobox', { name: 'Причина отказа' }).fill('Нет на складе');
      await page.getByRole('main').getByText('Отказ', { exact: true }).first().waitFor();
      expect(asked.slice(asked.indexOf('refuse'))).toEqual(['refuse']);
    });

    it('and nothing lies over the buttons of a dialog that asks why, neither at first nor beside words of one’s own', async () => {
      for (const id of ['WHY-1', 'WHY-2']) await panel.sandboxOrder({ id });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders?q=WHY-');
      for (const id of ['WHY-1', 'WHY-2']) await page.getByRole('checkbox', { name: `Выбрать: ${id}` }).check();
      await page.getByRole('button', { name: 'Отказать' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Отказать' }).click({ trial: true });
      const reason = dialog.getByRole('combobox', { name: 'Причина отказа' });
      await reason.click();
      await page.getByRole('option').nth(4).waitFor();
      await reason.fill('Снимем с продажи');
      await dialog.getByRole('button', { name: 'Отказать' }).click();
      await page.getByText('2 отклонено').waitFor();
      await visit.settles();
    });

    it('does not take all the others once the client has cancelled the one that was chosen', async () => {
      const positions = ['1', '2', '3'].map((id) => ({ id, number: `GONE-${id}`, quantity: 1 }));
      await panel.sandboxOrder({ id: 'GONE-1', positions });
      const [{ id }] = (await panel.api.get('/external-orders?q=GONE-1')).body.data;
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/external-orders/${id}`);
      await page.getByRole('row').filter({ hasText: 'GONE-2' }).getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Принять выбранные (1)' }).waitFor();
      await visit.settles();
      await panel.sandboxCancel('GONE-1', ['2']);
      const accept = page.getByRole('button', { name: 'Принять', exact: true });
      await accept.waitFor();
      await page.keyboard.press('KeyA');
      await visit.settles();
      expect((await panel.api.get(`/external-orders/${id}`)).body.positions).toMatchObject([
        { state: 'open' },
        { state: 'cancelled' },
        { state: 'open' },
      ]);
      expect(await accept.isDisabled()).toBe(true);
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('button', { name: 'Снять выбор' }).click();
      await accept.click();
      await page
        .getByRole('main')
        .getByText(/^Принят/)
        .first()
        .waitFor();
      await visit.settles();
    });
  });
