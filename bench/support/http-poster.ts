import { Agent } from 'node:http';
import axios from 'axios';

const BODY = JSON.stringify({
  status: 'in_work',
  comment: 'Деталь 0986494100 взята в работу',
  occurredAt: '2026-11-24T09:15:00.000Z',
});
const HEADERS = {
  'User-Agent': 'partsdesk',
  Authorization: 'Basic b2ZmaWNlLTE6Z3otcGFzc3dvcmQ=',
  'X-Api-Key': 'gz-office-token',
  'Idempotency-Key': '48149bf9-a028-49b8-b620-442c65b45727',
  'Content-Type': 'application/json',
};

/** The same client, with the same settings, as the service sends by; the request is what it would send. */
export class HttpPoster {
  private readonly httpAgent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(private readonly url: string) {}

  async post(path: string): Promise<void> {
    const answer = await axios.request({
      method: 'POST',
      url: `${this.url}${path}`,
      headers: HEADERS,
      data: BODY,
      httpAgent: this.httpAgent,
      maxRedirects: 0,
      proxy: false,
      responseType: 'text',
      validateStatus: () => true,
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
    });
    if (answer.status !== 200) throw new Error(`The sink answered ${answer.status}.`);
  }
}
