import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

export const offline = (panel: Panel) =>
  describe('the network goes away and comes back', () => {
    it('says so, takes the actions away, and shows afterwards what was missed', async () => {
      const visit = await panel.signIn();
      visit.allow(/net::ERR_/, /status of 409 /);
      const { page } = visit;
      await panel.sandboxTrouble({ kind: '404' });
      const giveUp = async (externalId: string) => {
        await panel.sandboxOrder({ id: externalId });
        const [{ id }] = (await panel.api.get(`/external-orders?q=${externalId}`)).body.data;
        await panel.api.post(`/external-orders/${id}/accept`);
        await eventually(async () => {
          const { meta } = (await panel.api.get(`/gettzap-notifications?state=dead&q=${externalId}`)).body;
          expect(meta.total).toBe(1);
        });
      };
      await giveUp('OFF-1');
      await visit.goto('/gettzap-notifications');
      await visit.sees('OFF-1');
      const retryAll = page.getByRole('button', { name: 'Повторить по фильтру' });
      const retryOne = page.getByRole('button', { name: 'Повторить: Заказ принят, OFF-1' });
      expect([await retryAll.isDisabled(), await retryOne.isDisabled()]).toEqual([false, false]);

      await visit.offline(true);
      await visit.sees('Нет связи с сервисом');
      expect(await visit.axe()).toEqual([]);
      expect([await retryAll.isDisabled(), await retryOne.isDisabled()]).toEqual([true, true]);
      await visit.sees('OFF-1');
      await giveUp('OFF-2');

      await visit.offline(false);
      await visit.sees('OFF-2');
      await page.getByText('Нет связи с сервисом').waitFor({ state: 'detached' });
      expect(await retryAll.isDisabled()).toBe(false);
      await panel.sandboxTrouble();
      await retryOne.click();
      await eventually(async () => expect(await panel.ledgerOf('OFF-1')).toMatchObject({ status: 'accepted' }));
      await retryOne.waitFor({ state: 'detached' });
    });
  });
