import type { OneC } from '../../../sandbox/one-c/one-c.js';
import { hold } from '../support/hold.js';
import type { Panel } from '../support/panel.js';
import { acceptedOrder, documentOf, exchanged, exchangeId, NAME, reducedOrder } from './shop.js';

export const proposals = (panel: Panel, oneC: OneC) =>
  describe('what 1C left out', () => {
    it('is proposed to a manager, who accepts one and dismisses another', async () => {
      const positions = [
        { id: '1', quantity: 4 },
        { id: '2', quantity: 1 },
      ];
      const number = await acceptedOrder(panel, 'X-4', positions);
      await exchanged(oneC);
      const { id, lines } = documentOf(oneC, number);
      oneC.setQuantity(id, lines.findIndex(({ quantity }) => quantity === 4) + 1, 2);
      oneC.removeLine(id, lines.findIndex(({ quantity }) => quantity === 1) + 1);
      await exchanged(oneC);

      const nina = await panel.addPerson('nina-1c', ['manager']);
      const visit = await panel.signIn(nina);
      const { page } = visit;
      await visit.goto('/exchanges');
      await page.getByRole('row').filter({ hasText: NAME }).getByRole('link', { name: 'Предложения: 2' }).click();
      const table = page.getByRole('table', { name: 'Предложения' });
      await table.getByText('отказ 2 из 4').waitFor();
      await table.getByText('отказ 1 из 1').waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await table.getByRole('button', { name: /^Отклонить: .*отказ 1 из 1$/ }).click();
      await visit.sees('Предложение отклонено');
      // A row that moves between the button's press and its release is not clicked.
      await table.getByText('отказ 1 из 1').waitFor({ state: 'detached' });
      await table.getByRole('button', { name: /^Принять: .*отказ 2 из 4$/ }).click();
      const question = page.getByRole('dialog', { name: 'Отказать 2 из 4?' });
      await question.getByText('«Отказ»').waitFor();
      expect(await visit.axe()).toEqual([]);
      await question.getByRole('button', { name: 'Принять' }).click();
      await visit.sees('Отказ оформлен');
      await visit.sees('Предложений нет');

      const { items } = (await panel.api.get(`/orders/${number}`)).body;
      const refused = items.filter(({ status }: { status: { name: string } }) => status.name === 'Отказ');
      expect(refused.map(({ quantity }: { quantity: number }) => quantity)).toEqual([2]);
      await page.getByRole('combobox', { name: 'Состояние' }).click();
      await page.getByRole('option', { name: 'Все' }).click();
      await table.getByText('nina-1c').first().waitFor();
      await table.getByText('Отклонено').waitFor();
      await visit.settles();
    });

    it('is dismissed where the mouse is, also when the next one comes meanwhile', async () => {
      await reducedOrder(panel, oneC, 'X-8', 8, 1);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/exchanges/${await exchangeId(panel)}?tab=proposals`);
      const dismiss = page.getByRole('button', { name: /^Отклонить: .*отказ 7 из 8$/ });
      await dismiss.hover();
      await visit.settles();
      await reducedOrder(panel, oneC, 'X-9', 9, 1);
      await page.getByRole('tab', { name: /^Предложения.*2$/ }).waitFor();
      await visit.settles();
      // The mouse is where it was.
      await page.mouse.down();
      await page.mouse.up();
      await visit.sees('Предложение отклонено');
      await page.getByText('отказ 7 из 8').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^Отклонить: .*отказ 8 из 9$/ }).click();
      await visit.sees('Предложений нет');
      await visit.settles();
    });

    it('is dismissed alone by a double click, whose second one is on the next that comes into its place', async () => {
      await reducedOrder(panel, oneC, 'X-10', 10, 1);
      await reducedOrder(panel, oneC, 'X-11', 11, 1);
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/exchanges/${await exchangeId(panel)}?tab=proposals`);
      await page.getByRole('button', { name: /^Отклонить: .*отказ 10 из 11$/ }).click();
      await page.getByText('отказ 10 из 11').waitFor({ state: 'detached' });
      await page.mouse.down({ clickCount: 2 });
      await page.mouse.up({ clickCount: 2 });
      await visit.settles();
      const next = page.getByRole('button', { name: /^Отклонить: .*отказ 9 из 10$/ });
      expect(await next.count()).toBe(1);
      await next.click();
      await visit.sees('Предложений нет');
      await visit.settles();
    });

    it('is not accepted without a question while the panel does not know yet what the status is called', async () => {
      await reducedOrder(panel, oneC, 'X-6', 5, 1);
      const visit = await panel.signIn();
      const { page } = visit;
      const answer = await hold(page, '**/api/order-statuses?*');
      await visit.goto(`/exchanges/${await exchangeId(panel)}?tab=proposals`);
      const accept = page.getByRole('button', { name: /^Принять: .*отказ 4 из 5$/ });
      await accept.waitFor();
      expect(await accept.isDisabled()).toBe(true);
      answer();
      await accept.click();
      const question = page.getByRole('dialog', { name: 'Отказать 4 из 5?' });
      await question.getByText('«Отказ»').waitFor();
      await question.getByRole('button', { name: 'Отмена' }).click();
      await visit.settles();
    });

    it('says why it cannot ask about one while the directory of statuses does not come', async () => {
      await reducedOrder(panel, oneC, 'X-7', 6, 1);
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/status of 503 .*\/order-statuses/);
      const problem = { status: 503, json: { status: 503, code: 'database_unavailable' } };
      await page.route('**/api/order-statuses?*', (route) => route.fulfill(problem));
      await visit.goto(`/exchanges/${await exchangeId(panel)}?tab=proposals`);
      const accept = page.getByRole('button', { name: /^Принять: .*отказ 5 из 6$/ });
      await accept.click();
      await visit.sees('Не получилось');
      await page.unroute('**/api/order-statuses?*');
      await accept.click();
      await page.getByRole('dialog', { name: 'Отказать 5 из 6?' }).getByText('«Отказ»').waitFor();
      await visit.settles();
    });

    it('is not accepted with another status than the one that was asked about', async () => {
      await reducedOrder(panel, oneC, 'X-12', 12, 1);
      const exchange = `/exchanges/${await exchangeId(panel)}`;
      const { refusedStatusId } = (await panel.api.get(exchange)).body;
      const { data: statuses } = (await panel.api.get('/order-statuses')).body;
      const other = statuses.find(({ name }: { name: string }) => name === 'Снят').id;
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/status of 409 .*\/accept/);
      await visit.goto(`${exchange}?tab=proposals`);
      await page.getByRole('button', { name: /^Принять: .*отказ 11 из 12$/ }).click();
      const question = page.getByRole('dialog', { name: 'Отказать 11 из 12?' });
      await question.getByText('«Отказ»').waitFor();
      await panel.api.patch(exchange, { refusedStatusId: other });
      await question.getByRole('button', { name: 'Принять' }).click();
      await visit.sees('Не получилось');
      await page.getByRole('button', { name: /^Принять: .*отказ 11 из 12$/ }).click();
      await question.getByText('«Снят»').waitFor();
      await question.getByRole('button', { name: 'Отмена' }).click();
      await panel.api.patch(exchange, { refusedStatusId });
      await visit.settles();
    });

    it('cannot be accepted while no status for refusals is chosen, and the panel says where to choose it', async () => {
      const exchange = `/exchanges/${await exchangeId(panel)}`;
      await panel.api.patch(exchange, { refusedStatusId: null });
      await reducedOrder(panel, oneC, 'X-5', 3, 1);
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/status of 409 .*\/accept/);
      await visit.goto(`${exchange}?tab=proposals`);
      await page.getByRole('button', { name: /^Принять: .*отказ 2 из 3$/ }).click();
      await visit.sees('Выберите в настройках обмена, какой статус получают позиции с отказом.');
      await page.getByRole('link', { name: 'Выбрать в настройках' }).click();
      await page.getByRole('combobox', { name: 'Статус для отказов' }).click();
      await page.getByRole('option', { name: 'Отказ' }).click();
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await visit.sees(/^Сохранено$/);
      await page.getByRole('tab', { name: /^Предложения/ }).click();
      await page.getByRole('button', { name: /^Принять: .*отказ 2 из 3$/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Принять' }).click();
      await visit.sees('Отказ оформлен');
      await visit.settles();
    });
  });
