import { MENU } from './support/menu.js';
import { Panel } from './support/panel.js';
import type { Visit } from './support/visit.js';

/**
 * Each page is looked at in both widths by all rules and in each width with both sets of colours by the rules of colours, for no
 * other goes by them.
 */
const WALKS = [
  { colorScheme: 'light', width: 1440, thenWidth: 375 },
  { colorScheme: 'dark', width: 375, thenWidth: 1440 },
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

  it.each(WALKS)(
    'there are none on any page: $colorScheme, $width px, then $thenWidth px, nothing lies outside of the window',
    async ({ colorScheme, width, thenWidth }) => {
      const options = { colorScheme, viewport: { width, height: 900 } };
      const found: Record<string, string[]> = {};
      const note = (place: string, barriers: string[]) => barriers.length > 0 && (found[place] = barriers);
      const lookAt = async (visit: Visit, place: string, concerning: 'all' | 'colours') => {
        note(place, await visit.axe(concerning));
        const beyond = await visit.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (beyond > 0) note(`${place} is too wide`, [`by ${beyond} px`]);
      };
      const lookTwice = async (visit: Visit, place: string) => {
        await lookAt(visit, `${place}, ${width} px`, 'all');
        await visit.resize(thenWidth);
        await visit.settles();
        await lookAt(visit, `${place}, ${thenWidth} px`, 'colours');
        await visit.resize(width);
      };
      const nobody = await panel.visit(options);
      await nobody.goto('/');
      await nobody.sees('Вход');
      await lookTwice(nobody, 'sign-in');

      const visit = await panel.signIn(panel.admin, options);
      const { page } = visit;
      await visit.goto('/');
      await page.getByRole('navigation').first().waitFor({ state: 'attached' });
      const menu = await page.locator('nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      expect(menu).toEqual(MENU);
      for (const address of [...MENU, ...details]) {
        await visit.goto(address);
        await page.getByRole('heading').first().waitFor();
        await visit.settles();
        await lookTwice(visit, address);
      }
      expect(found).toEqual({});
    },
    WALK_MS,
  );
});
