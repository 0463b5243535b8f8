import type { EntityManager, EntityTarget, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import type { DomainEventBus } from './domain-event-bus.js';
import { insertStatement } from '../sql/insert-statement.js';

/** SQLite takes 32,766 values a statement (`SQLITE_MAX_VARIABLE_NUMBER`), and no table here has 32 columns. */
const ROWS_AN_INSERT = 1_000;

/** One database transaction, handed explicitly to whatever takes part in it. */
export class Transaction {
  private readonly lastSteps: Array<() => Promise<void>> = [];
  private readonly followUps: Array<() => void | Promise<void>> = [];

  constructor(
    readonly manager: EntityManager,
    private readonly bus: DomainEventBus,
    private readonly hasRowLocks: boolean,
  ) {}

  /** Tells the modules above, one handler after the other, inside this transaction. */
  publish(event: object): Promise<void> {
    return this.bus.publish(this, event);
  }

  /** Remembers something to write as the last thing before the commit, when all the rest of the transaction is done. */
  beforeCommit(step: () => Promise<void>): void {
    this.lastSteps.push(step);
  }

  /** Remembers something to do once the transaction is safely committed; it is not done if it is undone. */
  afterCommit(followUp: () => void | Promise<void>): void {
    this.followUps.push(followUp);
  }

  /** Takes the selected rows for this transaction; the embedded database has one writer and needs no row locks. */
  lock<T extends ObjectLiteral>(query: SelectQueryBuilder<T>): SelectQueryBuilder<T> {
    return this.hasRowLocks ? query.setLock('pessimistic_write') : query;
  }

  /** Takes those of the selected rows that nobody else holds, without waiting for the others. */
  lockFree<T extends ObjectLiteral>(query: SelectQueryBuilder<T>): SelectQueryBuilder<T> {
    return this.hasRowLocks ? this.lock(query).setOnLocked('skip_locked') : query;
  }

  /** Keeps the selected rows from being changed or deleted until the end; others may hold them in the same way. */
  share<T extends ObjectLiteral>(query: SelectQueryBuilder<T>): SelectQueryBuilder<T> {
    return this.hasRowLocks ? query.setLock('pessimistic_read') : query;
  }

  /** One INSERT of one row; answers its generated id. */
  async insert<T extends ObjectLiteral>(target: EntityTarget<T>, row: QueryDeepPartialEntity<T>): Promise<number> {
    const { sql, values } = insertStatement(this.manager, target, [row]);
    const raw = await this.manager.query<{ insertId: number } | number | bigint>(sql, values);
    return typeof raw === 'object' ? raw.insertId : Number(raw);
  }

  /** Many rows with the same columns in as few INSERTs as there can be. */
  async insertMany<T extends ObjectLiteral>(target: EntityTarget<T>, rows: QueryDeepPartialEntity<T>[]): Promise<void> {
    for (let start = 0; start < rows.length; start += ROWS_AN_INSERT) {
      const { sql, values } = insertStatement(this.manager, target, rows.slice(start, start + ROWS_AN_INSERT));
      await this.manager.query(sql, values);
    }
  }

  /** Called by `Transactions` only. */
  async takeLastSteps(): Promise<void> {
    for (const step of this.lastSteps) await step(); // a step may leave another one
  }

  /** Called by `Transactions` only. */
  takeFollowUps(): Array<() => void | Promise<void>> {
    return this.followUps;
  }
}
