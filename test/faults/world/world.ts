import { randomBytes } from 'node:crypto';
import { Sandbox, startSandbox } from '../../../sandbox/sandbox.js';
import { onEnd } from '../../support/leftovers.mjs';
import type { Observed } from '../invariants/observed.js';
import { SteadyApi } from './api.js';
import { itemCode, orderCode } from './codes.js';
import { DatabaseKind, embeddedDatabase, mariadbDatabase, TrialDatabase } from './database.js';
import { Poster } from './poster.js';
import type { Random } from './random.js';
import { Replica } from './replica.js';
import { TcpProxy } from './tcp-proxy.js';

export interface WorldOptions {
  /** How many processes share the database; with the embedded one always 1. */
  replicas?: number;
  /** A proxy stands between the replicas and the server. */
  isProxied?: boolean;
  /** Variables of all replicas. */
  env?: Record<string, string>;
  /** Further variables, one set a replica. */
  envOf?: Array<Record<string, string>>;
  /** A server other than the run's; several: one for each replica, all of one cluster. */
  ports?: number[];
  /** Where the embedded database lies. */
  baseDir?: string;
  /** Starts the replicas; they are ready after it. Unless told otherwise all at once. */
  start?: (replicas: Replica[], database: TrialDatabase) => Promise<void>;
}

/** Who is who in this world; every secret must never be seen anywhere. */
export interface Secrets {
  adminPassword: string;
  login: string;
  password: string;
  apiKey: string;
  secretKey: string;
}

/** Replicas of the built program over one database, a sandbox GettZap that keeps the books, and one active connection. */
export class World {
  readonly poster: Poster;
  readonly api: SteadyApi;
  /** Of the directory, by name. */
  statuses: Record<string, string> = {};
  connectionId = '';
  /** Of the shop, once it has one. */
  oneC: Observed['oneC'];
  abcp: Observed['abcp'];
  partsSoft: Observed['partsSoft'];
  /** Secrets that came later. */
  readonly moreSecrets: string[] = [];

  private constructor(
    readonly database: TrialDatabase,
    readonly replicas: Replica[],
    readonly sandbox: Sandbox,
    readonly proxy: TcpProxy | undefined,
    readonly secrets: Secrets,
    readonly linkPath: string,
    readonly random: Random,
    readonly signal: AbortSignal,
  ) {
    this.api = new SteadyApi(() => this.running(), { email: ADMIN, password: secrets.adminPassword }, random, signal);
    this.poster = new Poster(() => this.running(), linkPath, random, signal);
  }

  static async open(
    kind: DatabaseKind,
    port: number,
    options: WorldOptions,
    random: Random,
    signal: AbortSignal,
  ): Promise<World> {
    const secrets = seededSecrets();
    const ports = options.ports ?? [port];
    const database =
      kind === 'mariadb'
        ? await mariadbDatabase(ports[0]!, secrets.secretKey)
        : embeddedDatabase(secrets.secretKey, options.baseDir);
    const proxy = options.isProxied ? await TcpProxy.start(ports[0]!) : undefined;
    const sandbox = await startSandbox({ port: 0, ...marketplaceAccount(secrets) });
    onEnd(() => sandbox.close());
    const common = {
      ADMIN_EMAIL: ADMIN,
      ADMIN_PASSWORD: secrets.adminPassword,
      ALLOW_PRIVATE_TARGETS: 'true',
      MIGRATE_ON_START: 'true',
      WEBHOOK_RATE_LIMIT: '0',
      ...options.env,
    };
    const count = kind === 'embedded' ? 1 : (options.replicas ?? 1);
    const replicas: Replica[] = [];
    for (let n = 0; n < count; n++) {
      const reached = proxy?.port ?? ports[n % ports.length];
      replicas.push(await Replica.make({ ...common, ...database.env(reached), ...options.envOf?.[n] }, signal));
    }
    if (options.start) await options.start(replicas, database);
    else await Promise.all(replicas.map((replica) => replica.start()));
    const first = new SteadyApi(() => replicas, { email: ADMIN, password: secrets.adminPassword }, random, signal);
    const { id, orderLink } = (await first.post('/marketplace-connections', { marketplace: 'gettzap' })).body;
    const { pathname } = new URL(orderLink as string);
    const world = new World(database, replicas, sandbox, proxy, secrets, pathname, random, signal);
    world.connectionId = id as string;
    await world.setUp();
    return world;
  }

  get isEmbedded(): boolean {
    return this.database.kind === 'embedded';
  }

  /** Those that can be asked; all of them where none runs. */
  running(): Replica[] {
    const running = this.replicas.filter(({ isRunning }) => isRunning);
    return running.length > 0 ? running : this.replicas;
  }

  /** What calls sign in by that `api` does not make. */
  signIn(): Record<string, string> {
    const credentials = Buffer.from(`${ADMIN}:${this.secrets.adminPassword}`).toString('base64');
    return { Authorization: `Basic ${credentials}` };
  }

  /** What must never be seen in logs, rows and attempts. */
  secretTexts(): Record<string, string> {
    const { adminPassword, login, password, apiKey, secretKey } = this.secrets;
    const more = this.moreSecrets.map((text, index) => [`secret ${index + 1} that came later`, text] as const);
    return {
      ...Object.fromEntries(more),
      'the administrator’s password': adminPassword,
      'GettZap’s password': password,
      'GettZap’s API key': apiKey,
      'GettZap’s sign-in header': Buffer.from(`${login}:${password}`).toString('base64'),
      'the administrator’s sign-in header': Buffer.from(`${ADMIN}:${adminPassword}`).toString('base64'),
      SECRET_KEY: secretKey,
      'the order link': this.linkPath.split('/').at(-1)!,
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.kill()));
    for (const replica of this.replicas) replica.dispose();
    await this.proxy?.close();
    await this.sandbox.close();
    await this.database.drop();
  }

  /** Every status and decision is told, so that each change must have its notice. */
  private async setUp(): Promise<void> {
    const { data: regions } = await this.api.read('/regions');
    const { data: statuses } = await this.api.read('/order-statuses?perPage=200');
    for (const { id, name } of statuses as Array<{ id: string; name: string }>) {
      this.statuses[name] = id;
      const gettzap = {
        item: { status: itemCode(name), text: '{{order_item.oem}} {{status.name}}' },
        order: { status: orderCode(name), text: '{{order.order_id}} {{status.name}}' },
      };
      await this.mustPatch(`/order-statuses/${id}`, { gettzap });
    }
    await this.mustPatch(`/marketplace-connections/${this.connectionId}`, {
      isActive: true,
      regionId: regions[0].id,
      ...marketplaceAccount(this.secrets),
      apiUrl: this.sandbox.url,
      cancelledStatusId: this.statuses['Снят'],
      acceptedStatus: 'accepted',
      acceptedText: 'accepted {{order.order_id}}',
      refusedStatus: 'refused',
      refusedText: 'refused',
    });
  }

  private async mustPatch(path: string, change: object): Promise<void> {
    const { status, body } = await this.api.patch(path, change);
    if (status !== 200) throw new Error(`PATCH ${path}: ${status} ${JSON.stringify(body)}`);
  }
}

const ADMIN = 'admin@example.com';

function marketplaceAccount({ login, password, apiKey }: Secrets) {
  return { login, password, apiKey };
}

function seededSecrets(): Secrets {
  const word = () => randomBytes(12).toString('hex');
  return {
    adminPassword: `adm-${word()}`,
    login: 'office-1',
    password: `pw-${word()}`,
    apiKey: `key-${word()}`,
    secretKey: randomBytes(32).toString('base64'),
  };
}
