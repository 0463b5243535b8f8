import { MENU } from './support/menu.js';
import { Panel } from './support/panel.js';
const LOOKS = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'light', width: 375 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'dark', width: 375 },
] as const;

/** Some twenty pages one after the other. */
const WALK_MS = 240_000;

describe('barriers to people with disabilities', () => {
  const panel = Panel.open();
  let details: string[];

  beforeAll(async () => {
    for (const id of ['B-1', 'B-2', 'B-3']) await panel.sandboxOrder({ id });
    const [first, second] = (await panel.api.get('/external-orders?sort=createdAt')).body.data;
    await panel.api.post(`/external-orders/${first.id}/accept`);
    await panel.api.post(`/external-orders/${second.id}/refuse`, { reason: 'нет в наличии' });
    await panel.api.post('/webhooks', { url: 'https://1c.example.com/hook', events: ['external_order.received'] });
    await panel.api.post('/api-keys', { name: '1С', roles: ['manager'] });
    await panel.addPerson('olga', ['manager'], [await panel.addRegion('Тверь')]);
    const [order] = (await panel.api.get('/orders')).body.data;
    const [status] = (await panel.api.get('/order-statuses')).body.data;
    details = [
      `/external-orders/${first.id}`,
      `/external-orders/${second.id}`,
      `/orders/${order.id}`,
      `/marketplaces/${panel.connectionId}`,
      `/order-statuses/${status.id}`,
      '/integrations?tab=webhooks',
      '/profile',
      '/there-is-no-such-page',
    ];
  });

  it.each(LOOKS)(
    'there are none on any page: $colorScheme, $width px, nothing lies outside of the window',
    async ({ colorScheme, width }) => {
      const options = { colorScheme, viewport: { width, height: 900 } };
      const nobody = await panel.visit(options);
      await nobody.goto('/');
      await nobody.sees('Вход');
      const found: Record<string, string[]> = {};
      const note = (place: string, barriers: string[]) => barriers.length > 0 && (found[place] = barriers);
      note('sign-in', await nobody.axe());

      const visit = await panel.signIn(panel.admin, options);
      const { page } = visit;
      await page.getByRole('navigation').first().waitFor({ state: 'attached' });
      const menu = await page.locator('nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      expect(menu).toEqual(MENU);
      for (const address of [...MENU, ...details]) {
        await visit.goto(address);
        await page.getByRole('heading').first().waitFor();
        await visit.settles();
        note(address, await visit.axe());
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (beyond > 0) note(`${address} is too wide`, [`by ${beyond} px`]);
      }
      expect(found).toEqual({});
    },
    WALK_MS,
  );
});
