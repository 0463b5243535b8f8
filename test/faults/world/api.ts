import { ApiAnswer, ApiClient } from '../../support/api-client.js';
import type { Random } from './random.js';
import type { Replica } from './replica.js';
import { pause } from './waiting.js';

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const PAUSE_MS = 100;

/** The admin API at whichever replica answers: what fails for a time is tried again, as a careful program of the shop would. */
export class SteadyApi {
  /** Answers 500, which no fault excuses. */
  readonly failures: string[] = [];

  constructor(
    private readonly replicas: () => Replica[],
    private readonly account: { email: string; password: string },
    private readonly random: Random,
    private readonly signal: AbortSignal,
  ) {}

  get = (path: string) => this.call('GET', path);
  post = (path: string, body: unknown = {}) => this.call('POST', path, body);
  patch = (path: string, body: unknown) => this.call('PATCH', path, body);

  /** Tries until an answer below 500 comes. A change whose answer was lost may therefore be asked for twice. */
  async call(verb: Verb, path: string, body?: unknown): Promise<ApiAnswer> {
    for (;;) {
      const answer = await this.once(verb, path, body);
      if (answer && answer.status < 500) return answer;
      await pause(PAUSE_MS, this.signal);
    }
  }

  /** One try; undefined when no answer came. */
  async once(
    verb: Verb,
    path: string,
    body?: unknown,
    at: Replica = this.random.pick(this.replicas()),
  ): Promise<ApiAnswer | undefined> {
    const { email, password } = this.account;
    const answer = await ApiClient.basic(`${at.url}/api`, email, password)
      .call(verb, path, body)
      .catch(() => undefined);
    if (answer?.status === 500) this.failures.push(`${verb} ${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  /** The body of a GET that must succeed. */
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape
  async read(path: string): Promise<any> {
    const { status, body } = await this.get(path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }
}
