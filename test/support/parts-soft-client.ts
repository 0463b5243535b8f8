import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ApiAnswer } from './api-client.js';
import type { Shop } from './shop.js';
import { ADMIN } from './shop-data.js';

const PROGRAMS = join(import.meta.dirname, 'parts-soft');
const run = promisify(execFile);

/** Calls what is served for programs written for PARTS SOFT, as such a program does. */
export class PartsSoftClient {
  constructor(
    readonly base: string,
    private readonly login = ADMIN.email,
    private readonly password = ADMIN.password,
  ) {}

  static of(shop: { url: string }, login?: string, password?: string): PartsSoftClient {
    return new PartsSoftClient(`${shop.url}/api/v3`, login, password);
  }

  get(path: string, query: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.call(`${path}?${new URLSearchParams(query)}`);
  }

  /** Rows of a list. */
  async read(path: string, query: Record<string, string> = {}) {
    const { status, body } = await this.get(`${path}.json`, query);
    expect([path, status, body.status]).toEqual([path, 200, 'OK']);
    return body[path];
  }

  orders(query: Record<string, string> = {}) {
    return this.read('orders', query);
  }

  search(filter: string, value: string) {
    return this.orders({ [`search[${filter}]`]: value });
  }

  async order(id: string) {
    return (await this.search('id_eq', id))[0];
  }

  changeStatus(ids: Array<string | number>, statusId: string): Promise<ApiAnswer> {
    return this.post({ order_item_ids: ids.join(' '), status_id: statusId });
  }

  post(form: Record<string, string>): Promise<ApiAnswer> {
    return this.call('order_items/change_status', { method: 'POST', body: new URLSearchParams(form) });
  }

  async call(path: string, { headers, ...options }: RequestInit = {}): Promise<ApiAnswer> {
    const credentials = Buffer.from(`${this.login}:${this.password}`).toString('base64');
    const identity = { Authorization: `Basic ${credentials}` };
    const answer = await fetch(`${this.base}/${path}`, { ...options, headers: { ...identity, ...headers } });
    return { status: answer.status, body: await answer.json(), headers: answer.headers };
  }

  /** Runs one of the programs as a process of its own; it knows nothing but the address and the sign-in. */
  async run(program: string, ...args: string[]) {
    const file = join(PROGRAMS, `${program}.mjs`);
    const { stdout } = await run(process.execPath, [file, this.base, this.login, this.password, ...args]);
    return JSON.parse(stdout);
  }
}

export const idsOf = (rows: Array<{ id: number }>) => rows.map(({ id }) => id);

/** An accepted order of a buyer. @param change of the rest of what GettZap sends */
export async function acceptedOf(shop: Shop, id: string, customer: object, change: object = {}) {
  const received = await shop.receive(id, 1, { customer, ...change });
  return shop.order((await shop.accept(received.id)).body.orderId);
}
