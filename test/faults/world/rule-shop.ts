import assert from 'node:assert/strict';
import { eventually, pause } from './waiting.js';
import type { World } from './world.js';

/** What every position of an order costs, in minor units; a version of the list is so many more. */
const PRICE_MINOR = 10_000;
const SCARCE_PARTS = 8;
const PLENTY = 1_000_000;
const COLUMNS = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
/** Nothing is held for a person, whatever a file changes. */
const GUARD = { rows: 0, overlap: 0, median: 0, moved: 0 };
const READ_WITHIN_MS = 150_000;
const BETWEEN_FILES_MS = 700;
/** Two brands until they are merged. */
export const [BRAND, OTHER_SPELLING] = ['TRIALA', 'TRIALB'] as const;
/** Of parts whose decisions are held back. */
const DELAYED_BRAND = 'TRIALD';
/** Of parts that a rule looks for in all lists. */
const OLD_BRAND = 'TRIALO';

/** A part as an order names it. */
export interface Wanted {
  brand: string;
  number: string;
  quantity: number;
}

/** How many pieces of a scarce part a version of the list has. */
export function stockOf(articleKey: string, version: number): number {
  const part = /^SCARCE(\d+)$/.exec(articleKey);
  return part ? 6 + ((Number(part[1]) * 7 + version * 3) % 9) : PLENTY;
}

/** Which version of the list a price is of. */
export function versionOf(priceMinor: number): number {
  return priceMinor - PRICE_MINOR;
}

export function scarce(part: number, brand: string, quantity: number): Wanted {
  return { brand, number: `SCARCE-${part % SCARCE_PARTS}`, quantity };
}

export const PARTS = {
  many: { brand: BRAND, number: 'MANY', quantity: 2 },
  later: { brand: DELAYED_BRAND, number: 'LATER', quantity: 3 },
  /** Half as dear again. */
  dear: { brand: BRAND, number: 'DEAR', quantity: 1 },
  none: { brand: BRAND, number: 'NOPE', quantity: 1 },
  /** Only a list that is too old to go by has it. */
  old: { brand: OLD_BRAND, number: 'OLD', quantity: 1 },
};

/** A shop whose orders rules decide, and whose price list comes anew again and again. */
export class RuleShop {
  /** The newest version that was seen in force. */
  version = 0;
  /** Files that came into force. */
  switches = 0;
  isMerged = false;
  private newest = 0;

  private constructor(
    private readonly world: World,
    readonly listId: string,
    readonly oldListId: string,
    private readonly fillers: number,
  ) {}

  /** @param fillers rows of the list that nobody orders */
  static async open(world: World, fillers: number): Promise<RuleShop> {
    const { data: regions } = await world.api.read('/regions');
    const [listId, oldListId] = await Promise.all(
      ['Поставщик', 'Старый'].map(async (name) => {
        const list = { name, regionId: regions[0].id, columns: COLUMNS, guard: GUARD };
        return (await world.api.post('/price-lists', list)).body.id as string;
      }),
    );
    const shop = new RuleShop(world, listId!, oldListId!, fillers);
    await shop.sendOld();
    while (shop.version === 0) await shop.renew();
    await shop.addRules();
    return shop;
  }

  /** One more version of the list, unless a replica dies meanwhile. @param isOver nobody waits for it any more */
  async renew(isOver = () => false): Promise<void> {
    const version = ++this.newest;
    const importId = await this.send(this.listId, this.fileOf(version));
    if (!importId) return pause(BETWEEN_FILES_MS, this.world.signal);
    if ((await this.untilRead(this.listId, importId, isOver)) !== 'live') return;
    this.version = version;
    this.switches += 1;
    await pause(BETWEEN_FILES_MS, this.world.signal);
  }

  /** From then on both spellings are one brand. */
  async merge(): Promise<void> {
    const { status } = await this.world.api.post('/brands', { name: BRAND, synonyms: [OTHER_SPELLING] });
    // 422: it was made by a call whose answer was lost.
    assert.ok(status === 201 || status === 422, String(status));
    this.isMerged = true;
  }

  /** As the service does once leases are over, which no replica here lives to see: the list takes another file. */
  async endReading(): Promise<void> {
    const statement = "UPDATE price_list_imports SET state = 'failed', lease_token = '' WHERE state = 'running'";
    // A replica that lives may hold the row: who waits for whom is settled by the database, against this one.
    await eventually(() => this.world.database.rows(statement), READ_WITHIN_MS, this.world.signal);
  }

  private fileOf(version: number): string {
    const price = ((PRICE_MINOR + version) / 100).toFixed(2);
    const rows = Array.from({ length: SCARCE_PARTS }, (_, part) => {
      const { number } = scarce(part, BRAND, 1);
      const stock = stockOf(number.replace('-', ''), version);
      return [BRAND, OTHER_SPELLING].map((brand) => `${brand};${number};Деталь;${stock};${price}`);
    }).flat();
    rows.push(`${BRAND};MANY;Деталь;${PLENTY};${price}`, `${DELAYED_BRAND};LATER;Деталь;${PLENTY};${price}`);
    rows.push(`${BRAND};DEAR;Деталь;${PLENTY};${(PRICE_MINOR * 1.5) / 100}`);
    for (let index = 0; index < this.fillers; index += 1) rows.push(`${BRAND};FILLER-${index};Деталь;5;${price}`);
    return rows.join('\n');
  }

  /** Cheaper, and too old. */
  private async sendOld(): Promise<void> {
    const parts = [PARTS.many, PARTS.later, PARTS.old, scarce(1, BRAND, 1)];
    const rows = parts.map(({ brand, number }) => `${brand};${number};Деталь;${PLENTY};99`);
    const importId = await this.send(this.oldListId, rows.join('\n'));
    assert.equal(await this.untilRead(this.oldListId, importId!), 'live');
    const { rows: change } = this.world.database;
    await change("UPDATE price_lists SET listed_at = '2026-01-01 00:00:00.000' WHERE id = ?", [Number(this.oldListId)]);
    await change('UPDATE configuration_versions SET version = version + 1');
  }

  /** @returns the import; undefined where it was not taken, or nobody knows */
  private async send(listId: string, file: string): Promise<string | undefined> {
    const form = new FormData();
    form.append('file', new Blob([file]), 'price.csv');
    const { url } = this.world.random.pick(this.world.running());
    const path = `${url}/api/price-lists/${listId}/imports`;
    const answer = await fetch(path, { method: 'POST', headers: this.world.signIn(), body: form }).catch(
      () => undefined,
    );
    return answer?.status === 202 ? ((await answer.json()) as { importId: string }).importId : undefined;
  }

  private untilRead(listId: string, importId: string, isOver = () => false): Promise<string> {
    const isRead = async () => {
      const { state } = await this.world.api.read(`/price-lists/${listId}/imports/${importId}`);
      assert.ok(state !== 'running' || isOver());
      return state as string;
    };
    return eventually(isRead, READ_WITHIN_MS, this.world.signal);
  }

  private async addRules(): Promise<void> {
    const near = { deviationUp: 5, deviationDown: 5 };
    const priceListIds = [this.listId];
    const accept = { kind: 'accept' };
    await this.addRule('Позже', { ...near, stock: 'full', brands: [DELAYED_BRAND] }, { ...accept, delayMinutes: 1 });
    await this.addRule('Где угодно', { ...near, stock: 'full', brands: [OLD_BRAND] }, accept);
    await this.addRule('Всё есть', { ...near, stock: 'full', priceListIds }, accept);
    await this.addRule('Часть', { ...near, stock: 'any', priceListIds }, { kind: 'accept_available' });
    await this.addRule('Нет', { stock: 'none', priceListIds }, { kind: 'refuse', reason: 'Нет в наличии' });
  }

  private async addRule(name: string, conditions: object, action: object): Promise<void> {
    const { connectionId, api } = this.world;
    const { status, body } = await api.post('/processing-rules', { connectionId, name, conditions, action });
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal((await api.patch(`/processing-rules/${body.id}`, { mode: 'on' })).status, 200);
  }
}
