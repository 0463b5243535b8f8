import { readFile } from 'node:fs/promises';
import { ApiClient } from '../../support/api-client.js';
import { eventually } from '../../support/eventually.js';
import type { Visit } from '../support/visit.js';
import type { Panel } from '../support/panel.js';

/** A page that is none of the panel's, under a policy as strict as the panel's. */
async function standIn(visit: Visit, body: string, script = ''): Promise<void> {
  await visit.page.route('**/stand-in*', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({
          contentType: 'text/html; charset=utf-8',
          headers: { 'Content-Security-Policy': "default-src 'self'" },
          body: `<!doctype html><html lang="ru"><head><title>Страница</title></head>
            <body><main><h1>Страница</h1>${body}</main><script src="/stand-in.js"></script></body></html>`,
        }),
  );
  await visit.goto('/stand-in');
}

export const harness = (panel: Panel) =>
  describe('the harness of the journeys', () => {
    /** Takes the findings away, since they would fail this test. */
    const complaintsOf = async (visit: Visit, howMany: number): Promise<string> => {
      await eventually(() => expect(visit.findings.length).toBeGreaterThanOrEqual(howMany));
      const findings = visit.findings.join('\n');
      visit.allow(/./s);
      return findings;
    };

    it('finds nothing on a page that is in order, and no barrier on it, whatever its policy', async () => {
      const visit = await panel.visit();
      await standIn(visit, '<p>Всё в порядке</p>');
      await visit.sees('в порядке');
      expect(await visit.axe()).toEqual([]);
      expect(visit.findings).toEqual([]);
    });

    it('finds errors of the console, exceptions, failed requests and what the policy refuses', async () => {
      const visit = await panel.visit();
      await visit.page.route('**/unreachable', (route) => route.abort('connectionrefused'));
      const script = `console.error('said so'); fetch('/unreachable').catch(() => 0); setTimeout(() => { throw new Error('thrown'); });`;
      await standIn(visit, '<button></button><script>1</script>', script);
      const complaints = await complaintsOf(visit, 5);
      expect(complaints).toContain('console: said so');
      expect(complaints).toContain('exception: Error: thrown');
      expect(complaints).toMatch(/request: GET .*\/unreachable net::ERR_CONNECTION_REFUSED/);
      expect(complaints).toContain('Content-Security-Policy: script-src-elem refused inline');
    });

    it('finds barriers', async () => {
      const visit = await panel.visit();
      await standIn(visit, '<button></button>');
      expect(await visit.axe()).toEqual([expect.stringContaining('button-name')]);
    });

    it('finds what can hardly be seen', async () => {
      const visit = await panel.visit();
      await standIn(visit, '<p>Бледно</p>', `document.querySelector('p').style.color = '#bbb';`);
      expect(await visit.axe()).toEqual([expect.stringContaining('color-contrast')]);
    });

    it('keeps a picture and the page of a window', async () => {
      const visit = await panel.visit({ colorScheme: 'dark' });
      await standIn(visit, '<p>Ночь</p>');
      expect((await readFile(await visit.screenshot('ночь'))).subarray(1, 4).toString()).toBe('PNG');
    });

    it('is in Moscow and Russian', async () => {
      const visit = await panel.visit();
      await standIn(visit, '');
      const shown = await visit.page.evaluate(() => new Date(0).toLocaleString());
      expect(shown).toBe('01.01.1970, 03:00:00');
    });

    it('sends orders as GettZap and sees what the buyer sees', async () => {
      const { order } = await panel.sandboxOrder({ id: 'J-1' });
      expect(order.id).toBe('J-1');
      const [received] = (await panel.api.get('/external-orders?q=J-1')).body.data;
      expect((await panel.api.post(`/external-orders/${received.id}/accept`)).status).toBe(200);
      await eventually(async () => expect(await panel.ledgerOf('J-1')).toMatchObject({ status: 'accepted' }));
      expect(await panel.requestsFor('J-1')).toMatchObject([{ answeredStatus: 200 }]);
    });

    it('adds people', async () => {
      const region = await panel.addRegion('Тверь');
      const { email, password } = await panel.addPerson('olga', ['manager'], [region]);
      const me = await ApiClient.basic(`${panel.url}/api`, email, password).get('/auth/me');
      expect(me.body).toMatchObject({ email, roles: ['manager'], regionIds: [region] });
    });

    it('has the demo orders of a trial, and a GettZap that sends more', async () => {
      await panel.sandboxOrder({ id: 'J-2' });
      const { data } = (await panel.api.get('/external-orders?sort=createdAt')).body;
      const ids = data.map(({ externalId }: { externalId: string }) => externalId);
      expect(ids).toEqual(['DEMO-1', 'DEMO-2', 'J-1', 'J-2']);
    });
  });
