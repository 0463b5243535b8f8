import { orderOf } from '../support/shop-data.js';
import { Panel } from './support/panel.js';

const COUNT = 5_000;
const AT_ONCE = 20;

describe('an inbox of 5,000 orders', () => {
  const panel = Panel.open({ WEBHOOK_RATE_LIMIT: '0' });

  beforeAll(async () => {
    let sent = 0;
    const send = async () => {
      while (sent < COUNT) {
        sent += 1;
        const body = JSON.stringify({ event: 'order.created', order: orderOf(`MANY-${sent}`, 1) });
        const answer = await fetch(panel.orderLink!, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        });
        if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
        await answer.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, send));
  }, 300_000);

  it('opens page by page', async () => {
    const visit = await panel.signIn();
    const { page } = visit;
    await visit.goto('/orders');
    await visit.settles();
    const before = performance.now();
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Внешние заказы/ })
      .click();
    const rows = page.getByRole('table').getByRole('link', { name: /^MANY-/ });
    await rows.first().waitFor();
    const opened = performance.now() - before;
    expect(await rows.count()).toBe(50);
    await visit.sees(/Найдено 5\s000/);
    await page.getByRole('tab', { name: /Все\s*5\s000/ }).waitFor();

    const last = performance.now();
    await page.getByRole('button', { name: '100', exact: true }).click();
    await page.waitForURL(/page=100/);
    await page.getByRole('table').getByRole('link', { name: 'MANY-1', exact: true }).waitFor();
    expect(await rows.count()).toBe(50);
    process.stderr.write(
      `\n5,000 orders: opened in ${Math.round(opened)} ms, last page in ${Math.round(performance.now() - last)} ms\n`,
    );
  });
});
