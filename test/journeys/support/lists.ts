import { eventually } from '../../support/eventually.js';
import { sendFile } from '../../support/price-lists.js';
import type { Panel } from './panel.js';

/** Makes a price list in the region of the shop's connection, and loads it. @param lines brand;article;name;stock;price */
export async function listOf(panel: Panel, name: string, lines: string[], change: object = {}) {
  const { regionId } = (await panel.api.get(`/marketplace-connections/${panel.connectionId}`)).body;
  const columns = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
  const { body } = await panel.api.post('/price-lists', { name, regionId, columns, ...change });
  await sendFile(panel.api, `/price-lists/${body.id}/imports`, lines.join('\n'));
  await eventually(async () => {
    expect((await panel.api.get(`/price-lists/${body.id}`)).body.rows).toBe(lines.length);
  });
}
