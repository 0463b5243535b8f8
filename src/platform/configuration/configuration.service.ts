import { Injectable } from '@nestjs/common';
import { type EntityManager, Column, Entity, PrimaryColumn } from 'typeorm';
import { UnavailableError } from '../errors.js';
import { isEmbedded } from '../sql/engine.js';
import { RequestBatcher } from '../transactions/request-batcher.js';
import type { Transaction } from '../transactions/transaction.js';
import { RunOptions, Transactions } from '../transactions/transactions.service.js';
import { OutOfDateError } from '../transactions/transient-errors.js';

const PARTS: Array<ConfigurationPart<unknown>> = [];

/** Something that people configure: small, read by every operation, changed once a month. */
export class ConfigurationPart<T> {
  /** @param load reads all of it; what comes out is never changed */
  constructor(readonly load: (manager: EntityManager) => Promise<T>) {
    PARTS.push(this);
  }
}

/** All that people configure, as it was at one moment. */
export class ConfigurationSnapshot {
  private constructor(
    readonly version: number,
    private readonly values: Map<unknown, unknown>,
  ) {}

  /** @returns undefined when it was changed while it was read */
  static async read(manager: EntityManager): Promise<ConfigurationSnapshot | undefined> {
    const before = await readVersion(manager);
    const values = await Promise.all(PARTS.map(async (part) => [part, await part.load(manager)] as const));
    const after = await readVersion(manager);
    return before === after ? new ConfigurationSnapshot(before, new Map(values)) : undefined;
  }

  get<T>(part: ConfigurationPart<T>): T {
    return this.values.get(part) as T;
  }
}

const VERSION_SQL = 'SELECT version FROM configuration_versions WHERE id = 1';

async function readVersion(manager: EntityManager): Promise<number> {
  const [row] = await manager.query<Array<{ version: number }>>(VERSION_SQL);
  return row!.version;
}

/** One row, which every transaction that changes what people configure counts up. */
@Entity('configuration_versions')
export class ConfigurationVersion {
  @PrimaryColumn({ type: 'int' })
  id: number;

  @Column({ type: 'int' })
  version: number;
}

/** In between it may be changed again and again; then it is held. */
const MOST_READINGS = 5;
const ONE_AT_A_TIME = { size: 1_000, weight: 1_000, weigh: () => 1, groups: 1 };

/**
 * What people configure, kept in memory and never older than the database's: a counter in the database is raised by the transaction that
 * changes any of it, and looked at by every request and every transaction that goes by it.
 */
@Injectable()
export class Configuration {
  private known: ConfigurationSnapshot | undefined;
  /** By transactions that have not ended. */
  private readonly pinned = new WeakMap<Transaction, ConfigurationSnapshot>();
  private readonly changing = new WeakSet<Transaction>();
  private readonly looks = new RequestBatcher((asked: unknown[]) => this.look(asked.length), ONE_AT_A_TIME);

  constructor(private readonly transactions: Transactions) {}

  /**
   * As it was when it was looked at last, which answering a request begins with: for what only reads, after `refresh` or `asOf`.
   * @throws UnavailableError when it was never looked at
   */
  get current(): ConfigurationSnapshot {
    if (!this.known) throw new UnavailableError('starting', 'The service is starting.', 1);
    return this.known;
  }

  /** As it was looked at last, however long ago that is. */
  get latest(): ConfigurationSnapshot | undefined {
    return this.known;
  }

  /** As it is now; whoever asks at the same time shares one look. */
  refresh(): Promise<ConfigurationSnapshot> {
    return this.looks.do(undefined);
  }

  /** As it is now. @param version that was read just now, in a statement that was made anyway */
  asOf(version: number): Promise<ConfigurationSnapshot> | ConfigurationSnapshot {
    return this.known?.version === version ? this.known : this.refresh();
  }

  /**
   * What a transaction goes by, the same from the first time to its end: nobody changes any of it before. To be asked for before rows are
   * held, since whoever changes it holds it first. It costs no round trip: that it is up to date is found out with the next statement, and
   * when it is not, the transaction is done again, once: then it holds the configuration before it reads it.
   */
  async of(tx: Transaction): Promise<ConfigurationSnapshot> {
    if (this.changing.has(tx)) return readUnchanged(tx);
    const pinned = this.pinned.get(tx);
    if (pinned) return pinned;
    const { known } = this;
    if (!known || tx.wasOutOfDate) {
      const snapshot = (this.known = await hold(tx));
      this.pinned.set(tx, snapshot);
      return snapshot;
    }
    this.pinned.set(tx, known);
    await tx.require(holdSql(tx), ([row]) => {
      if (row!.version !== known.version) throw new OutOfDateError('The configuration has been changed.');
    });
    return known;
  }

  /** Does `work`, which changes something of it, in one transaction, and nobody goes by any of it meanwhile. */
  change<T>(work: (tx: Transaction) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.transactions.run(async (tx) => {
      await this.changeIn(tx);
      return work(tx);
    }, options);
  }

  /** Has a transaction change something of it, best before anything else: so it waits for whoever goes by it, and they for it. */
  async changeIn(tx: Transaction): Promise<void> {
    if (this.changing.has(tx)) return;
    this.changing.add(tx);
    await tx.manager.query('UPDATE configuration_versions SET version = version + 1 WHERE id = 1');
  }

  private async look(asked: number): Promise<ConfigurationSnapshot[]> {
    const read = await this.transactions.read(async (manager) => {
      if (this.known?.version === (await readVersion(manager))) return this.known;
      for (let readings = 0; readings < MOST_READINGS; readings += 1) {
        const snapshot = await ConfigurationSnapshot.read(manager);
        if (snapshot) return snapshot;
      }
      return undefined;
    });
    const snapshot = (this.known = read ?? (await this.transactions.run(hold)));
    return Array.from({ length: asked }, () => snapshot);
  }
}

/** Nobody changes it from then on until the transaction ends. */
async function hold(tx: Transaction): Promise<ConfigurationSnapshot> {
  await tx.manager.query(holdSql(tx));
  return readUnchanged(tx);
}

function holdSql({ manager }: Transaction): string {
  return isEmbedded(manager.connection) ? VERSION_SQL : `${VERSION_SQL} LOCK IN SHARE MODE`;
}

async function readUnchanged({ manager }: Transaction): Promise<ConfigurationSnapshot> {
  return (await ConfigurationSnapshot.read(manager))!;
}
