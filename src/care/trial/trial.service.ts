import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { THE_SERVICE } from '../../access/actor.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { ConnectionSecrets } from '../../marketplaces/connections/connection-secrets.service.js';
import { CreateConnection } from '../../marketplaces/connections/marketplace-connection.dto.js';
import type { MarketplaceConnection } from '../../marketplaces/connections/marketplace-connection.entity.js';
import {
  type ConnectionWithLink,
  MarketplaceConnectionsService,
} from '../../marketplaces/connections/marketplace-connections.service.js';
import { OrderStatusesService } from '../../orders/order-statuses/order-statuses.service.js';
import { suggestedTexts } from '../../orders/order-statuses/suggested-texts.js';
import { RegionsService } from '../../access/regions/regions.service.js';
import { CreatePriceList } from '../../offers/price-lists/price-list.dto.js';
import { PriceListsService } from '../../offers/price-lists/price-lists.service.js';
import { ProcessingRulesService } from '../../offers/processing-rules/processing-rules.service.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { ExchangesService } from '../../shop-systems/exchanges/exchanges.service.js';
import { PageQuery } from '../../platform/http/paging.dto.js';
import { DEMO_ORDERS, TRIAL_DECISION, TRIAL_LIST, TRIAL_RULES, TRIAL_STATUSES } from './demo-data.js';
import { ConfigError } from '../../platform/config/config-error.js';

const TRIAL_LOGIN = 'sandbox';
const TRIAL_ONE_C = '1С из песочницы';
const TRIAL_ABCP = 'ABCP из песочницы';
const TRIAL_PARTS_SOFT = 'PARTS SOFT из песочницы';
const ABCP_SIGN_IN = { login: 'api@abcp', password: 'abcp-demo' };
const PARTS_SOFT_KEY = 'parts-soft-demo';
const ALL = Object.assign(new PageQuery(), { perPage: 200 });
/** Where the sandbox's supplier has its file. */
const SUPPLIER_PATH = '/supplier/price';

export interface RunningTrial {
  sandboxUrl: string;
}

/** Trial mode: a sandbox GettZap beside the service, a ready connection to it, texts and a little demo data. */
@Injectable()
export class TrialService implements OnModuleDestroy {
  private readonly logger = new Logger(TrialService.name);
  private sandbox: TrialSandbox | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly connections: MarketplaceConnectionsService,
    private readonly secrets: ConnectionSecrets,
    private readonly statuses: OrderStatusesService,
    private readonly regions: RegionsService,
    private readonly exchanges: ExchangesService,
    private readonly priceLists: PriceListsService,
    private readonly rules: ProcessingRulesService,
    private readonly configuration: Configuration,
  ) {}

  /**
   * Call it when the service listens, since the demo orders come in as real ones do.
   * @param programDir where the built program lies
   */
  async start(programDir: string): Promise<RunningTrial> {
    const found = await this.findConnection();
    const isSealed = found !== undefined && this.secrets.unreadableOf(found.connection).length > 0;
    const signIn = found && !isSealed ? this.secrets.credentialsOf(found.connection) : newSignIn();
    this.sandbox = await startTrialSandbox(programDir, this.config.sandboxPort, signIn);
    const sandboxUrl = this.sandbox.url;
    const { connection, orderLink } = found
      ? await this.leadBack(found.connection, sandboxUrl, signIn, isSealed)
      : await this.createConnection(sandboxUrl, signIn);
    this.sandbox.configure({ orderLink: this.localAddress(orderLink) });
    if (!found) await this.postDemoOrders(this.sandbox);
    const { url, ...signInOfOneC } = await this.oneCAccess();
    this.sandbox.oneC.connect({ url: this.localAddress(url), ...signInOfOneC });
    this.sandbox.abcp.configure(ABCP_SIGN_IN);
    const abcp = { ...ABCP_SIGN_IN, pollSeconds: 10 };
    await this.provideCalled('abcp', TRIAL_ABCP, `${sandboxUrl}/abcp`, abcp, isSealed);
    this.sandbox.partsSoft.useKey(PARTS_SOFT_KEY);
    const settings = { password: PARTS_SOFT_KEY, pollSeconds: 60 };
    await this.provideCalled('parts_soft', TRIAL_PARTS_SOFT, `${sandboxUrl}/parts-soft`, settings, isSealed);
    const isNew = await this.provideList(`${sandboxUrl}${SUPPLIER_PATH}`);
    if (isNew) await this.provideRules(String(connection.id));
    return { sandboxUrl };
  }

  /** Where the sandbox answers; null = none was started. */
  get sandboxUrl(): string | null {
    return this.sandbox?.url ?? null;
  }

  async onModuleDestroy(): Promise<void> {
    await this.sandbox?.close();
  }

  private async findConnection() {
    const { data } = await this.connections.list(ALL, THE_SERVICE);
    return data.find(({ connection }) => connection.login === TRIAL_LOGIN);
  }

  /** @param isSealed the key that its secrets were sealed with is lost: it gets others */
  private async leadBack(
    { id, apiUrl }: Pick<MarketplaceConnection, 'id' | 'apiUrl'>,
    sandboxUrl: string,
    { password, apiKey }: SandboxSignIn,
    isSealed: boolean,
  ): Promise<ConnectionWithLink> {
    // Where it leads to another host, its secrets have to be given again.
    const secrets = isSealed || apiUrl !== sandboxUrl ? { password, apiKey } : {};
    const led = await this.connections.update(id, { apiUrl: sandboxUrl, ...secrets }, THE_SERVICE);
    return led.orderLink ? led : { ...led, ...(await this.connections.replaceLink(id, THE_SERVICE)) };
  }

  private async createConnection(apiUrl: string, signIn: SandboxSignIn) {
    const { data: statuses } = await this.statuses.list(ALL);
    for (const { id, name, group } of statuses) {
      const status = TRIAL_STATUSES[name];
      if (!status) continue;
      const { item, order } = suggestedTexts({ name, group });
      await this.statuses.update(id, { gettzap: { item: { status, text: item }, order: { status, text: order } } });
    }
    const cancelled = statuses.find(({ group }) => group === 'removed');
    const settings: CreateConnection = {
      marketplace: 'gettzap',
      isActive: true,
      regionId: await this.firstRegion(),
      ...signIn,
      apiUrl,
      cancelledStatusId: cancelled ? String(cancelled.id) : null,
      ...TRIAL_DECISION,
    };
    return this.connections.create(settings, THE_SERVICE);
  }

  /** Off until somebody wants to try it. Its password is kept nowhere, so each start gives it another one. */
  private async oneCAccess(): Promise<{ url: string; login: string; password: string }> {
    await this.configuration.refresh();
    const { data } = await this.exchanges.list(ALL, THE_SERVICE);
    const found = data.find(({ name }) => name === TRIAL_ONE_C);
    if (found) return { url: found.url, ...(await this.exchanges.replacePassword(Number(found.id))) };
    const { url, login, password } = await this.exchanges.create({ kind: 'one_c', name: TRIAL_ONE_C });
    return { url, login, password };
  }

  /** Off until somebody wants to try it. */
  private async provideCalled(
    kind: 'abcp' | 'parts_soft',
    called: string,
    apiUrl: string,
    settings: object,
    isSealed: boolean,
  ): Promise<void> {
    const { data } = await this.exchanges.list(ALL, THE_SERVICE);
    const exchange = data.find(({ name }) => name === called) ?? (await this.exchanges.create({ kind, name: called }));
    // Its port may be another one now.
    if (isSealed || exchange.settings['apiUrl'] !== apiUrl)
      await this.exchanges.update(Number(exchange.id), { settings: { apiUrl, ...settings } });
  }

  /** Fetched by itself, so that there are offers to look at. @returns whether there was none before */
  private async provideList(url: string): Promise<boolean> {
    const { data } = await this.priceLists.list(ALL, THE_SERVICE);
    const found = data.find((list) => list.url.endsWith(SUPPLIER_PATH) || list.name === TRIAL_LIST.name);
    if (found) {
      // Its port may be another one now.
      if (found.url !== url) await this.priceLists.update(Number(found.id), { url }, THE_SERVICE);
      return false;
    }
    const regionId = await this.firstRegion();
    await this.priceLists.create(Object.assign(new CreatePriceList(), TRIAL_LIST, { regionId, url }), THE_SERVICE);
    return true;
  }

  /** Those that are there have the same names, or are people's own. */
  private async provideRules(connectionId: string): Promise<void> {
    if (this.rules.list({ connectionId: Number(connectionId) }, THE_SERVICE).length > 0) return;
    for (const rule of TRIAL_RULES) await this.rules.create({ ...rule, connectionId }, THE_SERVICE);
  }

  private async firstRegion(): Promise<string> {
    const { data: regions } = await this.regions.list(ALL, THE_SERVICE);
    return String(regions.at(-1)!.id);
  }

  /** The sandbox runs on this machine, whatever address is shown to the world. */
  private localAddress(shown: string): string {
    const { host, port } = this.config;
    const isAnyAddress = host === '0.0.0.0' || host === '::';
    const name = isAnyAddress ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    return `http://${name}:${port}${new URL(shown).pathname}`;
  }

  private async postDemoOrders(sandbox: TrialSandbox): Promise<void> {
    for (const order of DEMO_ORDERS) {
      const { response } = await sandbox.postOrder(order);
      if (response.status !== 200) this.logger.warn(`Demo order ${order.id} was answered ${response.status}.`);
    }
  }
}

function newSignIn(): SandboxSignIn {
  return {
    login: TRIAL_LOGIN,
    password: randomBytes(12).toString('base64url'),
    apiKey: randomBytes(24).toString('base64url'),
  };
}

/** The part of the sandbox that trial mode uses; it is built beside this program, not into it. */
export interface TrialSandbox {
  url: string;
  configure(settings: { orderLink: string }): void;
  oneC: { connect(given: { url: string; login: string; password: string }): void };
  abcp: { configure(signIn: { login: string; password: string }): void };
  partsSoft: { useKey(key: string): void };
  postOrder(order: object): Promise<{ response: { status: number } }>;
  close(): Promise<void>;
}

/** What the sandbox lets callers sign in with. */
export interface SandboxSignIn {
  login: string;
  password: string;
  apiKey: string;
}

interface SandboxProgram {
  startSandbox(options: SandboxSignIn & { port: number }): Promise<TrialSandbox>;
}

/** Starts the sandbox GettZap of this build. @throws ConfigError when the port cannot be used */
async function startTrialSandbox(programDir: string, port: number, signIn: SandboxSignIn): Promise<TrialSandbox> {
  const program = pathToFileURL(join(programDir, 'sandbox', 'sandbox.js')).href;
  const { startSandbox } = (await import(program)) as SandboxProgram;
  return startSandbox({ port, ...signIn }).catch((error: Error) => {
    throw new ConfigError(`SANDBOX_PORT cannot be used: ${error.message}.`);
  });
}
