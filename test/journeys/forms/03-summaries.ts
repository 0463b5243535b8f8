import { hold } from '../support/hold.js';
import type { Panel } from '../support/panel.js';

export const summaries = (panel: Panel) => {
  describe('the settings of a connection in a line each', () => {
    it('do not say that the status stays while the panel does not know yet what the chosen one is called', async () => {
      const connection = `/marketplace-connections/${panel.connectionId}`;
      const { data } = (await panel.api.get('/order-statuses')).body;
      const { id } = data.find(({ name }: { name: string }) => name === 'Отказ');
      await panel.api.patch(connection, { cancelledStatusId: id });
      const visit = await panel.signIn();
      const { page } = visit;
      const answer = await hold(page, '**/api/order-statuses?*');
      await visit.goto(`/marketplaces/${panel.connectionId}?topic=account`);
      const cancelling = page.getByRole('button', { name: /^Если клиент отказался/ });
      await cancelling.waitFor();
      expect(await cancelling.textContent()).not.toContain('Не менять статус');
      answer();
      await cancelling.getByText('«Отказ»').waitFor();
      await visit.settles();
      await panel.api.patch(connection, { cancelledStatusId: null });
    });
  });

  describe('the question before a connection is deleted', () => {
    it('says that what waits will not be sent, also while nobody knows how much does', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      const answer = await hold(page, '**/api/marketplace-connections/status');
      await visit.goto(`/marketplaces/${panel.connectionId}`);
      await page.getByRole('button', { name: 'Удалить подключение' }).click();
      const question = page.getByRole('dialog');
      await question.getByText('Уведомления, которые ещё ждут отправки, не будут отправлены.').waitFor();
      await question.getByRole('button', { name: 'Отмена' }).click();
      answer();
      await visit.settles();
    });
  });
};
