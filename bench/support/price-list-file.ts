import { once } from 'node:events';
import { createWriteStream, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import type { Shop } from './service.js';

const PATIENCE_MS = 20 * 60_000;
const COLUMNS = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
export const BRANDS = ['BOSCH', 'MANN-FILTER', 'LEMFORDER', 'NGK', 'TRW', 'HYUNDAI/KIA', 'VAG', 'Бош', 'ООО "Ромашка"'];

export const articleOf = (index: number) => `${((index * 7_919) % 10_000_019).toString(36).toUpperCase()}${index % 97}`;
/** Of a row, in roubles. */
export const priceOf = (index: number) => ((index * 31) % 900_000) / 100 + 50;
export const brandOf = (index: number) => BRANDS[index % BRANDS.length]!;

/** A price list of so many rows. @returns its path */
export async function writeList(folder: string, rows: number, factor: number): Promise<string> {
  const path = join(folder, `list-${factor}.csv`);
  const file = createWriteStream(path);
  for (let index = 0; index < rows; index += 1) {
    const price = priceOf(index) * factor;
    const quantity = index % 5 === 0 ? '>10' : String(index % 40);
    const article = articleOf(index).replace(/(.{3})/, '$1-');
    const line = `${brandOf(index)};${article};Колодки тормозные передние ${index};${quantity};${price.toFixed(2).replace('.', ',')}\n`;
    if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return path;
}

export async function addList({ api }: Shop): Promise<string> {
  const { body: regions } = await api.get('/regions');
  const { body } = await api.post('/price-lists', { name: 'Список', regionId: regions.data[0].id, columns: COLUMNS });
  return body.id;
}

/** @returns seconds until it is in force */
export async function load({ api }: Shop, listId: string, file: string): Promise<number> {
  const startedAt = performance.now();
  const form = new FormData();
  form.append('file', await openAsBlob(file), 'list.csv');
  const path = `/price-lists/${listId}/imports`;
  const answer = await fetch(`${api.baseUrl}${path}`, { method: 'POST', headers: api.identity, body: form });
  const { importId } = (await answer.json()) as { importId: string };
  for (;;) {
    const { body } = await api.get(`${path}/${importId}`);
    if (body.state === 'live') return (performance.now() - startedAt) / 1_000;
    const isLate = performance.now() - startedAt > PATIENCE_MS;
    if (body.state !== 'running' || isLate)
      throw new Error(`The import is ${body.state}: ${JSON.stringify(body.error)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
