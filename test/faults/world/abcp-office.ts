import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Abcp } from '../../../sandbox/abcp/abcp.js';
import type { World } from './world.js';

const SIGN_IN = { login: 'api@abcp', password: 'abcp-of-the-trials' };
/** Stands in the history as who changed what came of ABCP. */
const EXCHANGE_NAME = 'ABCP магазина';

export interface HandOverSeen {
  orderId: string;
  key: string;
  state: string;
  number: string;
  error: string;
}

/** A shop's ABCP with an active exchange, and the people at it. */
export class AbcpOffice {
  readonly abcp: Abcp;

  private constructor(
    private readonly world: World,
    readonly exchangeId: string,
  ) {
    this.abcp = world.sandbox.abcp;
  }

  static async open(world: World): Promise<AbcpOffice> {
    world.sandbox.abcp.configure(SIGN_IN);
    world.moreSecrets.push(SIGN_IN.password, createHash('md5').update(SIGN_IN.password).digest('hex'));
    const { body } = await world.api.post('/exchanges', { kind: 'abcp', name: EXCHANGE_NAME });
    const office = new AbcpOffice(world, (body as { id: string }).id);
    await office.change({ isActive: true, settings: { apiUrl: `${world.sandbox.url}/abcp`, ...SIGN_IN } });
    world.abcp = office.abcp;
    return office;
  }

  async change(change: object): Promise<void> {
    const { status, body } = await this.world.api.patch(`/exchanges/${this.exchangeId}`, change);
    assert.equal(status, 200, JSON.stringify(body));
  }

  /** Says what a code means, by the name of our status. */
  async map(value: string, statusName: string): Promise<void> {
    const statuses = [{ value, statusId: this.world.statuses[statusName] }];
    const { status } = await this.world.api.call('PUT', `/exchanges/${this.exchangeId}/statuses`, statuses);
    assert.equal(status, 200);
  }

  /** Whoever is locked out is locked out until it is put right here, too. */
  lockOut(): void {
    this.abcp.configure({ password: 'another' });
  }

  async letIn(): Promise<void> {
    this.abcp.configure(SIGN_IN);
    const { status } = await this.world.api.post(`/exchanges/${this.exchangeId}/resume`, {});
    assert.equal(status, 200);
  }

  async isPaused(): Promise<boolean> {
    return (await this.world.api.read(`/exchanges/${this.exchangeId}`)).pausedAt !== null;
  }

  /** As if the time had come to ask ABCP once more. */
  async askSoon(): Promise<void> {
    await this.world.database.rows("UPDATE exchange_follows SET next_at = '2020-01-01 00:00:00.000'");
  }

  async handOvers(): Promise<HandOverSeen[]> {
    const all: HandOverSeen[] = [];
    for (let page = 1; ; page += 1) {
      const { data } = await this.world.api.read(`/exchanges/${this.exchangeId}/hand-overs?perPage=200&page=${page}`);
      all.push(...(data as HandOverSeen[]));
      if (data.length < 200) return all;
    }
  }

  /** How often the administrators were told that sending is paused. */
  async timesToldOfPause(): Promise<number> {
    const { data } = await this.world.api.read('/manager-notifications?perPage=200');
    return data.filter(({ kind }: { kind: string }) => kind === 'connection_paused').length;
  }

  /** By item, how often what ABCP says has put it into a status. */
  async timesSet(statusName: string): Promise<number[]> {
    const rows = await this.world.database.rows(
      `SELECT item_id, COUNT(*) AS times FROM order_history_entries
       WHERE actor = ? AND kind = 'item_status' AND to_status = ? GROUP BY item_id`,
      [EXCHANGE_NAME, statusName],
    );
    return rows.map(({ times }) => Number(times));
  }
}
