import { eventually } from './eventually.js';
import type { ApiAnswer, ApiClient } from './api-client.js';
import type { Shop } from './shop.js';

const COLUMNS = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };

/** A line of a list with these columns. */
export function lineOf(
  index: number,
  change: { brand?: string; article?: string; quantity?: string; price?: string } = {},
) {
  const { brand = 'BOSCH', article = `0986-${index}`, quantity = '5', price = `${100 + index},50` } = change;
  return `${brand};${article};Колодки тормозные ${index};${quantity};${price}`;
}

export function linesOf(count: number, change: (index: number) => object = () => ({})): string {
  return Array.from({ length: count }, (_, index) => lineOf(index, change(index))).join('\r\n');
}

let lists = 0;

/** Makes a list in the shop's region. */
export async function addList(shop: Shop, change: object = {}): Promise<string> {
  const { data: regions } = (await shop.admin.get('/regions?sort=createdAt')).body;
  const list = { name: `Поставщик ${++lists}`, regionId: regions[0].id, columns: COLUMNS, ...change };
  const { status, body } = await shop.admin.post('/price-lists', list);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

export async function sendFile(
  client: ApiClient,
  path: string,
  content: string | Uint8Array<ArrayBuffer>,
  name = 'price.csv',
): Promise<ApiAnswer> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  const response = await fetch(`${client.baseUrl}${path}`, { method: 'POST', headers: client.identity, body: form });
  const text = await response.text();
  return { status: response.status, body: text && JSON.parse(text), headers: response.headers };
}

/** Sends a file into a list and waits until it is read. @returns the import as it ended */
export async function load(shop: Shop, listId: string, content: string | Uint8Array<ArrayBuffer>, name?: string) {
  const { status, body } = await sendFile(shop.admin, `/price-lists/${listId}/imports`, content, name);
  if (status !== 202) throw new Error(JSON.stringify(body));
  return ended(shop, listId, body.importId);
}

export function ended(shop: Shop, listId: string, importId: string) {
  return eventually(async () => {
    const { body } = await shop.admin.get(`/price-lists/${listId}/imports/${importId}`);
    expect(body.state).not.toBe('running');
    return body;
  });
}

export async function viewOf(shop: Shop, listId: string) {
  return (await shop.admin.get(`/price-lists/${listId}`)).body;
}
