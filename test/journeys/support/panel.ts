import { Browser, BrowserContextOptions, chromium, Page } from 'playwright-core';
import type {
  OrderChange,
  OrderRecord,
  PartialOrder,
  PostResult,
  ReceivedRequest,
  TroubleSetting,
} from '../../../sandbox/sandbox.js';
import type { Role } from '../../../src/access/actor.js';
import { ApiAnswer, ApiClient } from '../../support/api-client.js';
import type { Amounts, Loaded } from '../../support/rows-in-bulk.js';
import { openShop, openTrial, PanelShop } from './panel-shop.js';
import { type Person, Visit } from './visit.js';

/** Set by the jest environment. */
declare const testHasFailed: boolean;
/** Set by the jest configuration. */
declare const chromiumPath: string;

const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page lives for seconds here: to make its code quick costs more than it gives.
  '--js-flags=--no-maglev --no-turbofan',
];

// Each wait gives up by itself long before; how many of them a journey has is its own business.
jest.setTimeout(600_000);

/**
 * A shop of a test file's own (the built program, a database, a sandbox GettZap) and windows in a browser of its own.
 * Call `open` or `openTrial` inside `describe`: it starts all before the tests there and stops it after them; what a test opened is
 * left after the test, which fails if the browser complained about anything.
 */
export class Panel {
  private shop!: PanelShop;
  private browser!: Browser;
  private visits: Array<{ visit: Visit; idle: Page[] }> = [];
  /** Windows that earlier tests left, by their options: with the panel in its cache one opens in half the time of a new one. */
  private readonly idle = new Map<string, Page[]>();

  /** A shop with an active connection to the sandbox. @param env further variables for the program */
  static open(env: Record<string, string> = {}): Panel {
    return new Panel(() => openShop(env));
  }

  /** A shop in trial mode, as `npm start` makes it: embedded database, the program's own sandbox, two demo orders. */
  static openTrial(env: Record<string, string> = {}): Panel {
    return new Panel(() => openTrial(env));
  }

  private constructor(openIt: () => Promise<PanelShop>) {
    beforeAll(async () => {
      const starts = [
        openIt().then((shop) => (this.shop = shop)),
        chromium
          .launch({ executablePath: chromiumPath, args: BROWSER_ARGS })
          .then((browser) => (this.browser = browser)),
      ];
      // Both are let come about, so that whichever did is closed when the other failed.
      await Promise.allSettled(starts);
      await Promise.all(starts);
    });
    afterEach(() => this.endVisits());
    afterAll(async () => {
      await this.browser?.close();
      await this.shop?.close();
    });
  }

  get url(): string {
    return this.shop.url;
  }

  /** The API as the administrator, with paths after `/api`. */
  get api(): ApiClient {
    return this.shop.admin;
  }

  get admin(): Person {
    return this.shop.person;
  }

  /** The stand-ins' own API, with paths after `/api`. */
  get sandbox(): ApiClient {
    return this.shop.sandbox;
  }

  get sandboxUrl(): string {
    return this.shop.sandboxUrl;
  }

  /** Of the connection to the sandbox; undefined in trial mode. */
  get connectionId(): string | undefined {
    return this.shop.connectionId;
  }

  get orderLink(): string | undefined {
    return this.shop.orderLink;
  }

  /** Opens a browser window of its own (cookies, storage) on no page yet, signed in as nobody. */
  async visit(options: BrowserContextOptions = {}): Promise<Visit> {
    const all = {
      baseURL: this.url,
      locale: 'ru-RU',
      timezoneId: 'Europe/Moscow',
      viewport: { width: 1366, height: 850 },
      // What fades and slides in costs a processor more than the journey's own steps; the panel heeds who wants none of it.
      reducedMotion: 'reduce' as const,
      ...options,
    };
    const idle = this.idleWith(all);
    const left = idle.pop();
    const visit = left ? await Visit.beginAgain(left, this.url) : await Visit.begin(await this.browser.newContext(all));
    this.visits.push({ visit, idle });
    return visit;
  }

  /** Opens a window on no page yet, in which somebody is signed in; the administrator unless told otherwise. */
  async signIn(person: Person = this.admin, options: BrowserContextOptions = {}): Promise<Visit> {
    const visit = await this.visit(options);
    await visit.beginSession(person);
    return visit;
  }

  /** Adds a user; their password is made from the name. @param regionIds none = all */
  async addPerson(name: string, roles: Role[], regionIds: string[] = []): Promise<Person> {
    const person = { email: `${name}@example.com`, password: `${name} and a long password` };
    answered(await this.api.post('/users', { ...person, name, roles, regionIds }), 201);
    return person;
  }

  async addRegion(name: string): Promise<string> {
    return answered(await this.api.post('/regions', { name }), 201).id;
  }

  /** GettZap sends an order (what is not given is made up); answers what was sent and what the service said. */
  async sandboxOrder(order: PartialOrder = {}): Promise<PostResult> {
    return answered(await this.shop.sandbox.post('/orders', order));
  }

  /** The buyer changes the order; positions are matched by id. */
  async sandboxUpdate(externalId: string, change: OrderChange): Promise<PostResult> {
    return answered(await this.shop.sandbox.post(`/orders/${encodeURIComponent(externalId)}/update`, change));
  }

  /** The buyer cancels the order, or the named positions of it. */
  async sandboxCancel(externalId: string, positionIds?: string[], reason = ''): Promise<PostResult> {
    const positions = positionIds?.map((id) => ({ id }));
    return answered(
      await this.shop.sandbox.post(`/orders/${encodeURIComponent(externalId)}/cancel`, { positions, reason }),
    );
  }

  /** From now on GettZap answers like this; undefined: as it should. */
  async sandboxTrouble(trouble?: TroubleSetting): Promise<void> {
    const { sandbox } = this.shop;
    answered(await (trouble ? sandbox.call('PUT', '/trouble', trouble) : sandbox.delete('/trouble')));
  }

  /** The order as the buyer sees it at GettZap: statuses, texts, history; undefined if nothing is known of it. */
  async ledgerOf(externalId: string): Promise<OrderRecord | undefined> {
    const { orders } = answered(await this.shop.sandbox.get('/state'));
    return orders.find(({ id }: OrderRecord) => id === externalId);
  }

  /** Every request about the order that GettZap got, oldest first. */
  async requestsFor(externalId: string): Promise<ReceivedRequest[]> {
    return answered(await this.shop.sandbox.get(`/requests?orderId=${encodeURIComponent(externalId)}`));
  }

  /** Thousands of rows, put straight into the database; not in trial mode. */
  async fill(amounts: Amounts): Promise<Loaded> {
    return this.shop.fill!(amounts);
  }

  private idleWith(options: BrowserContextOptions): Page[] {
    const key = JSON.stringify(options);
    const idle = this.idle.get(key) ?? [];
    this.idle.set(key, idle);
    return idle;
  }

  private async endVisits(): Promise<void> {
    const visits = this.visits;
    this.visits = [];
    const { currentTestName = 'test' } = expect.getState();
    const findings = visits.flatMap(({ visit }) => visit.findings);
    const hasFailed = testHasFailed || findings.length > 0;
    for (const [index, { visit, idle }] of visits.entries()) {
      if (hasFailed) await visit.keep(`${currentTestName} ${index + 1}`);
      idle.push(await visit.end());
    }
    expect(findings).toEqual([]);
  }
}

/** @throws Error with the answer, when it has another status */
function answered({ status, body }: ApiAnswer, expected = 200) {
  if (status !== expected) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}
