import type { Panel } from '../support/panel.js';

export const cancelled = (panel: Panel) =>
  describe('the client cancels', () => {
    it('before the decision, while its page is open: a bar, and nothing can be pressed', async () => {
      await panel.sandboxOrder({ id: 'CAN-1' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'CAN-1' }).click();
      const accept = page.getByRole('button', { name: 'Принять', exact: true });
      await accept.waitFor();
      await visit.settles();
      await panel.sandboxCancel('CAN-1', undefined, 'Передумал');
      await page.getByRole('alert').filter({ hasText: 'Принять или отклонить его уже нельзя' }).waitFor();
      await visit.sees(/Причина: Передумал/);
      expect(await accept.isDisabled()).toBe(true);
      expect(await page.getByRole('button', { name: 'Отказать', exact: true }).isDisabled()).toBe(true);
      expect(await visit.axe()).toEqual([]);
    });

    it('after acceptance: the order says so, the shop’s order stays reachable', async () => {
      await panel.sandboxOrder({ id: 'CAN-2' });
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/external-orders');
      await page.getByRole('link', { name: 'CAN-2' }).click();
      await page.getByRole('button', { name: 'Принять', exact: true }).click();
      await page
        .getByRole('link', { name: /^Заказ № \d+$/ })
        .first()
        .waitFor();
      await panel.sandboxCancel('CAN-2');
      await page.getByRole('alert').filter({ hasText: 'Клиент отменил заказ' }).first().waitFor();
      await page.getByRole('main').getByText('Отменён клиентом', { exact: true }).first().waitFor();
      expect(
        await page
          .getByRole('link', { name: /^Заказ № \d+$/ })
          .first()
          .isVisible(),
      ).toBe(true);
      expect(await page.getByRole('button', { name: 'Принять', exact: true }).count()).toBe(0);
    });

    it('the dashboard counts both, and leads to a list of just them', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/');
      const counter = page.getByRole('link', { name: /Отменены клиентом за сутки/ });
      await counter.waitFor();
      const [count] = /\d+$/.exec(await counter.innerText())!;
      await counter.click();
      await page.getByRole('button', { name: /^Убрать фильтр: Отменены клиентом за сутки/ }).waitFor();
      await visit.sees(`Найдено: ${count}`);
      for (const id of ['CAN-1', 'CAN-2']) await page.getByRole('link', { name: id, exact: true }).waitFor();
      await visit.settles();
      await page.getByRole('button', { name: 'Фильтры', exact: true }).click();
      await page.getByRole('checkbox', { name: /Отменены клиентом за сутки/ }).waitFor();
      await visit.screenshot('cancelled-lately');
    });
  });
