import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

const GIVEN_UP = 60;

export const retryByFilter = (panel: Panel) =>
  describe('notifications that were given up are retried by filter', () => {
    const idOf = async (externalId: string): Promise<string> =>
      (await panel.api.get(`/external-orders?q=${externalId}`)).body.data[0].id;
    const countOf = async (state: string): Promise<number> =>
      (await panel.api.get(`/gettzap-notifications?state=${state}&perPage=1`)).body.meta.total;

    /** One whose later sibling was delivered: sending it again may turn a status back. */
    async function giveUpOvertaken(): Promise<void> {
      await panel.sandboxOrder({ id: 'OVERTAKEN', positions: [{ id: '1' }, { id: '2' }] });
      const id = await idOf('OVERTAKEN');
      const [first, second] = (await panel.api.get(`/external-orders/${id}`)).body.positions;
      await panel.sandboxTrouble({ kind: '404' });
      await panel.api.post(`/external-orders/${id}/accept`, { positions: [{ id: first.id }] });
      await eventually(async () => expect(await countOf('dead')).toBe(1));
      await panel.sandboxTrouble();
      await panel.api.post(`/external-orders/${id}/accept`, { positions: [{ id: second.id }] });
      await eventually(async () => expect(await countOf('delivered')).toBe(1));
    }

    async function giveUpMany(): Promise<void> {
      await panel.sandboxTrouble({ kind: '404' });
      for (let n = 1; n <= GIVEN_UP; n++) await panel.sandboxOrder({ id: `LOST-${n}`, positions: [{ id: '1' }] });
      const orders = (await panel.api.get('/external-orders?q=LOST-&perPage=200')).body.data;
      await panel.api.post('/external-orders/accept', { ids: orders.map(({ id }: { id: string }) => id) });
      await eventually(async () => expect(await countOf('dead')).toBe(GIVEN_UP + 1));
      await panel.sandboxTrouble();
    }

    it('counts first, retries all three pages, and leaves what needs a confirmation', async () => {
      await giveUpOvertaken();
      await giveUpMany();
      const maria = await panel.addPerson('maria', ['manager']);
      const visit = await panel.signIn(maria);
      const { page } = visit;
      await visit.goto('/gettzap-notifications?state=dead&perPage=25&sort=createdAt');
      await visit.sees('Найдено: 61');
      await page.getByRole('button', { name: '3', exact: true }).waitFor();
      await visit.sees('GettZap отклонил запрос: 404');
      expect(await visit.axe()).toEqual([]);

      await page.getByRole('button', { name: 'Повторить по фильтру' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Подходит 61 уведомление').waitFor();
      await dialog.getByText('Будет повторено: 60').waitFor();
      await dialog.getByText('доставлено более позднее по тому же заказу): 1').waitFor();
      expect(await visit.axe()).toEqual([]);
      await dialog.getByRole('button', { name: 'Повторить 60' }).click();
      await dialog.getByText('Обработано 61 из 61').waitFor();
      await dialog.getByText('Повторено 60').waitFor();
      await dialog.getByText('Пропущено, уже доставлены или отозваны: 1').waitFor();
      await dialog.getByRole('button', { name: 'Закрыть' }).last().click();

      await visit.sees('Найдено: 1');
      await eventually(async () => expect(await countOf('delivered')).toBe(GIVEN_UP + 1));
      expect(await panel.ledgerOf('LOST-60')).toMatchObject({ status: 'accepted' });
    });

    it('asks before the one that was overtaken is sent again', async () => {
      const visit = await panel.signIn();
      visit.allow(/status of 409 .*\/retry/);
      const { page } = visit;
      await visit.goto('/gettzap-notifications?state=dead');
      await page.getByRole('link', { name: 'Позиция принята' }).click();
      const drawer = page.getByRole('dialog', { name: 'Позиция принята' });
      await drawer.getByText('Ключ идемпотентности').waitFor();
      await drawer.getByText('X-Api-Key: ***').first().waitFor();
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
      await drawer.getByRole('button', { name: 'Повторить' }).click();
      await page
        .getByRole('dialog', { name: 'Отправить ещё раз?' })
        .getByRole('button', { name: 'Отправить ещё раз' })
        .click();
      await drawer.getByText('Доставлено', { exact: true }).first().waitFor();
      await drawer.getByText('вручную').waitFor();
      await page.goBack();
      await visit.sees('Ничего не нашлось');
    });
  });
