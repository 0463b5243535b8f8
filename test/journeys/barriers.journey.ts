import { MENU } from './support/menu.js';
import { Panel } from './support/panel.js';
import type { Visit } from './support/visit.js';

/** How a page may look: by the colours that a person likes, and by the width of their window. */
interface Look {
  colorScheme: 'light' | 'dark';
  width: 375 | 1440;
}

const WIDE = { light: { colorScheme: 'light', width: 1440 }, dark: { colorScheme: 'dark', width: 1440 } } as const;
const NARROW = { light: { colorScheme: 'light', width: 375 }, dark: { colorScheme: 'dark', width: 375 } } as const;

/** Widths at which lists have least room for their columns: a small laptop and a tablet, both with the menu beside them. */
const BETWEEN = [1280, 1024];

/** Each page is opened in the first look of a walk and then put into the second; one walk has both forms and both sets of colours. */
const WALKS: Array<{ first: Look; second: Look }> = [
  { first: WIDE.light, second: NARROW.dark },
  ...(process.env.TESTS === 'full'
    ? [
        { first: NARROW.light, second: WIDE.dark },
        { first: NARROW.dark, second: WIDE.light },
        { first: WIDE.dark, second: NARROW.light },
      ]
    : []),
];

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
    const exchange = (await panel.api.post('/exchanges', { kind: 'one_c', name: '1С' })).body;
    const [region] = (await panel.api.get('/regions')).body.data;
    const columns = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
    const list = (await panel.api.post('/price-lists', { name: 'Склад', regionId: region.id, columns })).body;
    const rule = (
      await panel.api.post('/processing-rules', {
        connectionId: panel.connectionId,
        name: 'Есть на складе',
        conditions: {
          stock: 'full',
          deviationUp: 5,
          inTime: true,
          maxTotal: '15000',
          brands: ['BOSCH'],
          hours: 'working',
        },
        action: { kind: 'refuse', reason: 'Нет в наличии', delayMinutes: 5 },
      })
    ).body;
    await panel.addPerson('olga', ['manager'], [await panel.addRegion('Тверь')]);
    const [order] = (await panel.api.get('/orders')).body.data;
    const [status] = (await panel.api.get('/order-statuses')).body.data;
    details = [
      `/external-orders/${first.id}`,
      `/external-orders/${second.id}`,
      `/orders/${order.id}`,
      `/marketplaces/${panel.connectionId}`,
      `/order-statuses/${status.id}`,
      `/exchanges/${exchange.id}?tab=settings`,
      `/exchanges/${exchange.id}?step=access`,
      '/price-lists/new',
      `/price-lists/${list.id}`,
      `/price-lists/${list.id}?tab=settings`,
      '/processing-rules/new?template=in_stock',
      `/processing-rules/${rule.id}`,
      '/integrations?tab=webhooks',
      '/profile',
      '/there-is-no-such-page',
    ];
  });

  it.each(WALKS)(
    'there are none on any page: $first.colorScheme, $first.width px, then $second.width px; nothing lies outside of the window',
    async ({ first, second }) => {
      const viewport = { width: first.width, height: 900 };
      const options = { colorScheme: first.colorScheme, viewport };
      const found: Record<string, string[]> = {};
      const note = (place: string, barriers: string[]) => barriers.length > 0 && (found[place] = barriers);
      const lookAt = async (visit: Visit, place: string, { colorScheme, width }: Look) => {
        note(`${place}, ${colorScheme}, ${width} px`, await visit.axe());
        await lookForRoom(visit, place, width);
      };
      const lookForRoom = async (visit: Visit, place: string, width: number) =>
        note(`${place} at ${width} px`, await visit.lacksRoom());
      const lookTwice = async (visit: Visit, place: string) => {
        await lookAt(visit, place, first);
        await visit.page.emulateMedia({ colorScheme: second.colorScheme });
        await visit.resize(second.width);
        await visit.page.locator(`html[data-mantine-color-scheme="${second.colorScheme}"]`).waitFor();
        await visit.settles();
        await lookAt(visit, place, second);
        await visit.page.emulateMedia({ colorScheme: first.colorScheme });
        await visit.page.setViewportSize(viewport);
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
        for (const width of BETWEEN) {
          await visit.resize(width);
          await lookForRoom(visit, address, width);
        }
        await page.setViewportSize(viewport);
      }
      expect(found).toEqual({});
    },
  );
});
