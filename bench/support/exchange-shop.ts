import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { ApiClient } from '../../test/support/api-client.js';
import { bulkEmbedded, bulkServer } from '../../test/support/bulk-targets.js';
import { type BulkTarget, loadRows } from '../../test/support/rows-in-bulk.js';
import type { Lab } from './lab.js';
import { OneCAsking, type SignIn } from './one-c-asking.js';
import { openShop, Shop, startService, switchSending, tellOfStatus } from './service.js';

const POSITIONS = 5;
const DAY_MS = 86_400_000;
const OLDEST_DAYS = 30;
const PATIENCE_MS = 5_000;

/** A shop whose accepted orders wait for 1C; the notices of what 1C changes are written and wait. */
export class ExchangeShop {
  private constructor(
    private readonly lab: Lab,
    private readonly databaseUrl: string | undefined,
    private readonly dir: string,
    private shop: Shop,
  ) {}

  private signIn: SignIn = { login: '', password: '' };

  static async open(lab: Lab, isEmbedded: boolean, orders: number): Promise<ExchangeShop> {
    const databaseUrl = isEmbedded ? undefined : await lab.database();
    const dir = lab.directory();
    const opened = new ExchangeShop(
      lab,
      databaseUrl,
      dir,
      await openShop(lab, databaseUrl, undefined, { DATA_DIR: dir }),
    );
    await tellOfStatus(opened.shop);
    await switchSending(opened.shop, false);
    const amounts = { externalOrders: orders, positions: POSITIONS, deliveries: 0 };
    await opened.whileStopped(async (target) => void (await loadRows(target, amounts)));
    await opened.connect();
    return opened;
  }

  private get file(): string {
    return join(this.dir, 'partsdesk.sqlite');
  }

  get service(): Shop {
    return this.shop;
  }

  oneC(): Promise<OneCAsking> {
    return OneCAsking.signIn(this.shop.url, this.signIn);
  }

  /** All orders once more, as after «передать ещё раз», past the service. */
  async waitAgain(): Promise<void> {
    const marked = `UPDATE exchange_hand_overs SET is_waiting = 1, confirmed_hash = ''`;
    if (this.databaseUrl) {
      await (await this.lab.connection(this.databaseUrl)).query(marked);
      return;
    }
    const database = new DatabaseSync(this.file, { timeout: PATIENCE_MS });
    database.exec(marked);
    database.close();
  }

  private async connect(): Promise<void> {
    const { api } = this.shop;
    const { body } = await api.post('/exchanges', { kind: 'one_c', name: '1C' });
    this.signIn = { login: body.login, password: body.password };
    const since = new Date(Date.now() - OLDEST_DAYS * DAY_MS).toISOString();
    const { status } = await api.patch(`/exchanges/${body.id}`, { since, isActive: true });
    if (status !== 200) throw new Error(`Switching the exchange on was answered ${status}.`);
  }

  private async whileStopped(work: (target: BulkTarget) => Promise<void>): Promise<void> {
    await this.shop.stop();
    if (this.databaseUrl) await work(await bulkServer(await this.lab.connection(this.databaseUrl)));
    else {
      const target = bulkEmbedded(this.file);
      await work(target);
      target.close();
    }
    const service = await startService(this.lab, this.databaseUrl, { DATA_DIR: this.dir });
    const api = new ApiClient(`${service.url}/api`, this.shop.identity);
    this.shop = { ...this.shop, ...service, api };
  }
}
