import type { QueryRunner } from 'typeorm';
import { QueryResult } from 'typeorm/query-runner/QueryResult.js';

/** Between the statements of a packet. */
export const NEXT_STATEMENT = ';\n';

/** Values that wait, at most: beyond it they go without more company, so that a packet stays below the server's limit. */
const MOST_VALUES = 10_000;

/** Of the promises between a query of TypeORM and its statement; there are some ten. */
const MOST_TURNS = 1_000;

/**
 * Whether a connection leads to a node of Galera. Where another node's transaction takes the place of one here while a text of several
 * statements is worked off, the error is lost: what follows, COMMIT among it, is answered as done, and nothing of it is stored. Seen with
 * MariaDB 11.8.
 */
const GALERA = new WeakMap<object, Promise<boolean>>();

/** Called for each new connection, before its first packet. */
export function noteGalera(connection: object, isGalera: Promise<boolean>): void {
  GALERA.set(connection, isGalera);
}

const BEGIN = 'START TRANSACTION';
const COMMIT = 'COMMIT';

interface Statement {
  sql: string;
  values: unknown[];
  /** May throw: then all that went with it has failed. */
  settle: (result: unknown) => void;
  /** Its result decides whether the rest may be done. */
  isChecked?: boolean;
  fail: (error: unknown) => void;
}

/**
 * Sends the statements of one connection in packets: those that were left to go with the next ones, and all that are asked for in the
 * same turn, since a round trip costs more than most statements. They are done in their order, and none after one that failed.
 */
export class StatementPackets {
  private waiting: Statement[] = [];
  private turn: NodeJS.Immediate | undefined;
  private isClosed = false;
  /** What failed has left the rest undone, so nothing more may be done: not even by those who did not wait for it. */
  private failure: { error: unknown } | undefined;
  private readonly send: (sql: string, values: unknown[]) => Promise<unknown>;
  private isBegun = false;
  /** Ends with the packet that is on its way. */
  private underWay: Promise<void> = Promise.resolve();
  private asked = 0;

  /** @param connection that of the runner, where its statements are one transaction */
  constructor(
    runner: QueryRunner,
    private readonly connection?: object,
  ) {
    this.send = runner.query.bind(runner) as typeof this.send;
    const query = async (sql: string, values: unknown[] = [], isStructured = false) => {
      const raw = await this.ask(sql, values);
      return isStructured ? structured(raw) : raw;
    };
    runner.query = query as QueryRunner['query'];
  }

  /** Leaves a statement to go with the next one, or with the COMMIT. @param check of its result: what it throws is everybody's error */
  leave(sql: string, values: unknown[] = [], check?: (result: unknown) => void): void {
    this.waiting.push({ sql, values, settle: check ?? ignore, fail: ignore, isChecked: check !== undefined });
    if (this.waiting.reduce((sum, each) => sum + each.values.length, 0) > MOST_VALUES) this.goNextTurn();
  }

  /**
   * Asks one after the other in one packet: each of these asks for a single statement, and `Promise.all` would leave open which comes first.
   */
  async inOrder<T extends unknown[]>(...asks: { [K in keyof T]: () => Promise<T[K]> }): Promise<T> {
    const answers: Array<Promise<unknown>> = [];
    for (const ask of asks) {
      const before = this.asked;
      answers.push(ask());
      for (let turns = 0; this.asked === before && turns < MOST_TURNS; turns += 1) await Promise.resolve();
    }
    return Promise.all(answers) as Promise<T>;
  }

  /** Begins a transaction with the first statement. */
  begin(): void {
    this.leave(BEGIN);
  }

  /**
   * Sends what was left, and COMMIT: alone, so that only its own answer can leave open whether anything was done, or with what was left,
   * but for what has to be checked first.
   * @param committing called as soon as it may be committed
   */
  async commit(committing: () => void, isAlone: boolean): Promise<void> {
    await this.underWay;
    if (this.failure) throw this.failure.error;
    const isOnlyBegun = !this.isBegun && this.waiting.every(({ sql }) => sql === BEGIN);
    if (isOnlyBegun) return;
    if (this.waiting.length > 0 && (isAlone || this.waiting.some(({ isChecked }) => isChecked))) await this.go();
    committing();
    this.leave(COMMIT);
    await this.go();
  }

  /** Undoes what was sent, and sends nothing any more, whoever is late. */
  async rollBack(): Promise<void> {
    this.isClosed = true;
    clearImmediate(this.turn);
    for (const { fail } of this.waiting.splice(0)) fail(ended());
    if (this.isBegun) await this.send('ROLLBACK', []);
  }

  private async ask(sql: string, values: unknown[]): Promise<unknown> {
    if (this.isClosed) throw ended();
    if (this.failure) throw this.failure.error;
    this.asked += 1;
    return new Promise((settle, fail) => {
      this.waiting.push({ sql, values, settle, fail });
      this.goNextTurn();
    });
  }

  private goNextTurn(): void {
    this.turn ??= setImmediate(() => void this.go().catch(() => undefined)); // whoever asked is told
  }

  /** One after the other: what follows a packet that fails is not even sent. */
  private go(): Promise<void> {
    clearImmediate(this.turn);
    this.turn = undefined;
    const packet = this.waiting.splice(0);
    this.isBegun = true;
    const going = this.underWay.then(() => this.sendPacket(packet));
    this.underWay = going.catch(ignore);
    return going;
  }

  private async sendPacket(packet: Statement[]): Promise<void> {
    try {
      if (this.isClosed) throw ended();
      if (this.failure) throw this.failure.error;
      const isApart = packet.length === 1 || (this.connection && (await GALERA.get(this.connection)));
      const results = isApart ? await this.sendEach(packet) : await this.sendTogether(packet);
      packet.forEach(({ settle }, index) => settle(results[index]));
    } catch (error) {
      this.failure ??= { error };
      for (const { fail } of packet) fail(error);
      throw error;
    }
  }

  private async sendTogether(packet: Statement[]): Promise<unknown[]> {
    const sql = packet.map((statement) => statement.sql).join(NEXT_STATEMENT);
    const values = packet.flatMap((statement) => statement.values);
    return (await this.send(sql, values)) as unknown[];
  }

  private async sendEach(packet: Statement[]): Promise<unknown[]> {
    const results: unknown[] = [];
    for (const { sql, values } of packet) results.push(await this.send(sql, values));
    return results;
  }
}

function ignore(): void {}

function ended(): Error {
  return new Error('The transaction has ended.');
}

/** As TypeORM's driver tells it. */
function structured(raw: unknown): QueryResult {
  const result = new QueryResult();
  result.raw = raw;
  if (Array.isArray(raw)) result.records = raw as unknown[];
  else result.affected = (raw as { affectedRows?: number }).affectedRows;
  return result;
}
