import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { Injectable, OnModuleInit, SetMetadata, Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { insertStatement, Statement, updateStatement } from '../sql/write-statements.js';
import type { StatementPackets } from './statement-packets.js';

/** SQLite takes 32,766 values a statement (`SQLITE_MAX_VARIABLE_NUMBER`), and no table here has 40 columns. */
const ROWS_AN_INSERT = 800;

/** One database transaction, handed explicitly to whatever takes part in it. */
export class Transaction {
  private readonly beforeCommitHooks: Array<() => Promise<void>> = [];
  /** Called by `Transactions` once it is committed. */
  readonly afterCommitHooks: Array<() => void | Promise<void>> = [];

  /**
   * @param packets of a server; the embedded database does each statement at once, and has one writer that needs no row locks
   * @param wasOutOfDate it was tried before, by something that is not so any more
   */
  constructor(
    readonly manager: EntityManager,
    private readonly bus: DomainEventBus,
    private readonly packets?: StatementPackets,
    readonly wasOutOfDate = false,
  ) {}

  /** Tells the modules above, one handler after the other, inside this transaction. */
  publish(event: object): Promise<void> {
    return this.bus.publish(this, event);
  }

  /** Remembers something to write as the last thing before the commit, when all the rest of the transaction is done. */
  beforeCommit(hook: () => Promise<void>): void {
    this.beforeCommitHooks.push(hook);
  }

  /** Remembers something to do once the transaction is safely committed; it is not done if it is undone. */
  afterCommit(hook: () => void | Promise<void>): void {
    this.afterCommitHooks.push(hook);
  }

  /**
   * Locks the selected rows for this transaction.
   * @param skipLocked leaves out the rows that somebody else has locked, instead of waiting for them
   */
  lockForUpdate<T extends ObjectLiteral>(
    query: SelectQueryBuilder<T>,
    { skipLocked = false } = {},
  ): SelectQueryBuilder<T> {
    if (!this.packets) return query;
    const locked = query.setLock('pessimistic_write');
    return skipLocked ? locked.setOnLocked('skip_locked') : locked;
  }

  /** The row with these values, locked for this transaction; null = there is none. */
  lockOne<T extends ObjectLiteral>(
    target: EntityTarget<T>,
    where: FindOptionsWhere<T>,
    options?: { skipLocked: boolean },
  ): Promise<T | null> {
    return this.lockForUpdate(this.manager.createQueryBuilder(target, 'one').where(where), options).getOne();
  }

  /** One INSERT of one row; answers its generated id. */
  async insert<T extends ObjectLiteral>(target: EntityTarget<T>, row: QueryDeepPartialEntity<T>): Promise<number> {
    const { sql, values } = insertStatement(this.manager, target, [row]);
    const raw = await this.manager.query<{ insertId: number } | number | bigint>(sql, values);
    return typeof raw === 'object' ? raw.insertId : Number(raw);
  }

  /**
   * Many rows with the same columns in as few INSERTs as there can be. On a server they go with the next statement, or before the
   * commit: none that is asked for later is done before them.
   */
  async insertMany<T extends ObjectLiteral>(target: EntityTarget<T>, rows: QueryDeepPartialEntity<T>[]): Promise<void> {
    for (let start = 0; start < rows.length; start += ROWS_AN_INSERT) {
      await this.write(insertStatement(this.manager, target, rows.slice(start, start + ROWS_AN_INSERT)));
    }
  }

  /** One UPDATE of rows by their ids, which goes as `insertMany` does. */
  async updateByIds<T extends ObjectLiteral>(
    target: EntityTarget<T>,
    ids: number[],
    columns: QueryDeepPartialEntity<T>,
  ): Promise<void> {
    if (ids.length > 0) await this.write(updateStatement(this.manager, target, ids, columns));
  }

  /**
   * Reads something that has to be as the work takes it to be: on a server together with the next statement.
   * @param check throws when it is not
   */
  async require(sql: string, check: (rows: Array<Record<string, unknown>>) => void): Promise<void> {
    if (this.packets) this.packets.leave(sql, [], (rows) => check(rows as Array<Record<string, unknown>>));
    else check(await this.manager.query(sql));
  }

  /** Asks for some statements one after the other, of which none waits for what another one answers: one round trip to a server. */
  async inOrder<T extends unknown[]>(...asks: { [K in keyof T]: () => Promise<T[K]> }): Promise<T> {
    if (this.packets) return this.packets.inOrder<T>(...asks);
    const answers: unknown[] = [];
    for (const ask of asks) answers.push(await ask());
    return answers as T;
  }

  /** Called by `Transactions` as the last thing before the commit. */
  async runBeforeCommitHooks(): Promise<void> {
    for (const hook of this.beforeCommitHooks) await hook(); // a hook may leave another one
  }

  private async write({ sql, values }: Statement): Promise<void> {
    if (this.packets) this.packets.leave(sql, values);
    else await this.manager.query(sql, values);
  }
}

const HANDLED_EVENT = Symbol('handledEvent');

type Handler = (event: object, tx: Transaction) => Promise<void>;

/**
 * Marks a method `(event, tx)` as a handler of a domain event. It runs inside the publisher's transaction: what it throws
 * undoes everything. For what may happen only after the commit it calls `tx.afterCommit`.
 */
export const OnDomainEvent = (event: Type<object>): MethodDecorator => SetMetadata(HANDLED_EVENT, event);

/** Carries domain events upwards, from the module in which something happened to those that follow from it. */
@Injectable()
export class DomainEventBus implements OnModuleInit {
  private readonly handlers = new Map<unknown, Handler[]>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (!instance || typeof instance !== 'object') continue;
      for (const name of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const event = this.reflector.get<Type<object> | undefined>(HANDLED_EVENT, instance[name]);
        if (event) this.on(event, instance[name].bind(instance));
      }
    }
  }

  async publish(tx: Transaction, event: object): Promise<void> {
    for (const handler of this.handlers.get(event.constructor) ?? []) await handler(event, tx);
  }

  /** What `OnDomainEvent` does for the methods of providers. */
  on(event: Type<object>, handler: Handler): void {
    this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]);
  }
}
