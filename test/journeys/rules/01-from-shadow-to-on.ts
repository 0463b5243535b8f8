import { eventually } from '../../support/eventually.js';
import { listOf } from '../support/lists.js';
import type { Panel } from '../support/panel.js';

const RULE = 'Принимать, если всё есть и цена не выше';
const PADS = { id: '1', brand: 'BOSCH', number: '0 986 494 019', quantity: 2, price: '3450.00' };

export const fromShadowToOn = (panel: Panel) =>
  describe('a rule from a template', () => {
    it('shows in shadow what it would do, is switched on when people agree, and what it decides can be undone', async () => {
      await listOf(panel, 'Полка', ['BOSCH;0986494019;Колодки;9;3100']);
      const admin = await panel.signIn();
      const { page } = admin;
      await admin.goto('/processing-rules');
      await admin.sees('Правил пока нет');
      await admin.settles();
      expect(await admin.axe()).toEqual([]);
      await page.getByRole('link', { name: RULE }).click();
      await admin.sees('Если есть всё количество и не дороже → принять');
      await page.getByRole('textbox', { name: 'Сообщить GettZap через' }).fill('30');
      expect(await admin.axe()).toEqual([]);
      await page.getByRole('button', { name: 'Создать на пробе' }).click();
      await admin.sees('Правило создано и работает на пробе');
      await admin.sees(/: решений не было$/);

      await panel.sandboxOrder({ id: 'RULE-1', positions: [PADS] });
      const maria = await panel.signIn(await panel.addPerson('maria', ['manager']));
      const desk = maria.page;
      await maria.goto('/external-orders');
      await desk.getByRole('link', { name: 'RULE-1' }).click();
      await maria.sees(`Правило «${RULE}» приняло бы 2 шт.: есть в наличии`);
      await maria.settles();
      expect(await maria.axe()).toEqual([]);
      await admin.sees('люди ещё не решили: 1');
      await desk.getByRole('button', { name: 'Принять', exact: true }).click();
      await maria.sees('Заказ принят');
      await admin.sees(/: 1 решение, согласие 100\s%$/);

      await page
        .getByRole('radiogroup', { name: `Режим: ${RULE}` })
        .getByText('Включено')
        .click();
      const question = page.getByRole('dialog');
      await question.getByText(/^Сравнить удалось 1 решение, надёжно — от 20\./).waitFor();
      expect(await admin.axe()).toEqual([]);
      await question.getByRole('button', { name: 'Включить' }).click();
      await admin.sees(`Правило «${RULE}» включено`);
      await admin.settles();

      await panel.sandboxOrder({ id: 'RULE-2', positions: [PADS] });
      // A page on which the rule decides would ask in vain what a decision of its own would tell GettZap.
      await eventually(async () => {
        const { data } = (await panel.api.get('/external-orders?q=RULE-2')).body;
        expect(data).toMatchObject([{ state: 'accepted' }]);
      });
      await maria.goto('/external-orders');
      await desk.evaluate((aheadMs) => {
        const now = Date.now;
        Date.now = () => now() + aheadMs;
      }, 3_600_000);
      await desk.getByRole('link', { name: 'RULE-2' }).click();
      await maria.sees(`Решило правило «${RULE}»`);
      await maria.sees(/^GettZap узнает в .*\d\d:\d\d\./);
      await maria.sees(/^Приняло правило «.*»: есть в наличии, дешевле на 10,1\s%$/);
      await maria.sees('позиция BOSCH 0 986 494 019: принято 2 (есть в наличии)');
      await maria.settles();
      expect(await maria.axe()).toEqual([]);
      await desk.getByRole('button', { name: 'Отменить решение' }).click();
      await maria.sees('Отменено: всё как было, GettZap ничего не узнал');
      await desk.getByRole('button', { name: 'Принять', exact: true }).waitFor();
      expect(await desk.getByText(`Решило правило «${RULE}»`).count()).toBe(0);
      await maria.settles();
      expect(await panel.requestsFor('RULE-2')).toEqual([]);
    });
  });
