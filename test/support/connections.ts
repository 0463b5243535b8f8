import { ApiAnswer } from './api-client.js';
import { orderOf, Shop } from './shop.js';

export const SECRETS = { password: 'pa55-never-shown', apiKey: 'k3y-never-shown' };

/** Makes and changes connections, and posts to their order links. */
export class ConnectionDesk {
  constructor(private readonly shop: Shop) {}

  async create(settings: object = {}) {
    const answer = await this.shop.admin.post('/marketplace-connections', { marketplace: 'gettzap', ...settings });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  patch(id: string, settings: object): Promise<ApiAnswer> {
    return this.shop.admin.patch(`/marketplace-connections/${id}`, settings);
  }

  async get(id: string) {
    return (await this.shop.admin.get(`/marketplace-connections/${id}`)).body;
  }

  async firstRegion(): Promise<string> {
    return (await this.shop.admin.get('/regions?sort=createdAt')).body.data[0].id;
  }

  /** All that an active connection needs. */
  async complete(): Promise<Record<string, unknown>> {
    return {
      regionId: await this.firstRegion(),
      login: 'office',
      ...SECRETS,
      apiUrl: 'https://api.gettzap.example',
      isActive: true,
    };
  }

  /** HTTP status and result or code of an order posted to a link. */
  async postTo(orderLink: string, id: string): Promise<[number, string]> {
    const link = `${this.shop.url}${new URL(orderLink).pathname}`;
    const message = { event: 'order.created', order: orderOf(id) };
    const { status, body } = await this.shop.postToLink(message, 'application/json', link);
    return [status, body.code ?? body.result];
  }
}

/** Which fields an answer 422 complains of. */
export function pathsOf(body: { errors: Array<{ path: string }> }): string[] {
  return body.errors.map(({ path }) => path).sort();
}
