import { setImmediate as othersTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import type { Page } from '../../platform/http/paging.dto.js';
import { isEmbedded } from '../../platform/sql/engine.js';
import { insertStatement } from '../../platform/sql/write-statements.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { LONGEST_PART_KEY } from '../keys/part-key.js';
import type { UnknownBrandQuery, UnknownBrandView } from './brand.dto.js';
import { presentBrand } from './brand.dto.js';
import { UnknownBrand } from './brand.entity.js';
import { BRANDS } from './brand-directory.js';
import { nearestBrand } from './nearest-brand.js';
import type { SeenBrands } from './seen-brands.js';

/** Of one list or a part of the orders: one whose columns are mistaken would bring as many as it has rows. */
const MOST_NOTED = 1_000;
/** Of those seen least the rest is forgotten. */
const MOST_KEPT = 10_000;
const FORGOTTEN_AT_ONCE = 5_000;
const ROWS_AT_ONCE = 500;
const LONGEST_NAME = 255;
const MOST_SEEN = 2_000_000_000;

/** Spellings of makers that came in lists and orders and that the directory does not know. */
@Injectable()
export class UnknownBrandsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  /** Those that were seen most first. */
  async list({ page, perPage }: UnknownBrandQuery): Promise<Page<UnknownBrandView>> {
    const directory = this.configuration.current.get(BRANDS);
    const [rows, total] = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder(UnknownBrand, 'unknown')
        .where('NOT EXISTS (SELECT 1 FROM brand_synonyms s WHERE s.`key` = unknown.`key`)')
        .orderBy({ 'unknown.seen': 'DESC', 'unknown.key': 'ASC' })
        .skip((page - 1) * perPage)
        .take(perPage)
        .getManyAndCount(),
    );
    const data: UnknownBrandView[] = [];
    for (const { key, name, seen, lastSeenAt } of rows) {
      // In a large directory each takes a while.
      await othersTurn();
      const nearest = nearestBrand(directory, key);
      const suggestion = nearest && presentBrand(nearest);
      data.push({ name, seen, lastSeenAt: lastSeenAt.toISOString(), suggestion });
    }
    return { data, meta: { page, perPage, total } };
  }

  /** Counts spellings that came; those that the directory knows, and what is no spelling, are left out. */
  async note(tx: Transaction, seen: SeenBrands): Promise<void> {
    const { byKey } = (await this.configuration.of(tx)).get(BRANDS);
    const lastSeenAt = this.clock.now();
    const noted = seen
      .entries()
      .filter(([key]) => key !== '' && key.length <= LONGEST_PART_KEY && !byKey.has(key))
      .sort(([, one], [, other]) => other.count - one.count)
      .slice(0, MOST_NOTED)
      .map(([key, { name, count }]) => ({ key, name: name.slice(0, LONGEST_NAME), seen: count, lastSeenAt }))
      // In one sequence, so that two who note at once wait for each other at most.
      .sort((one, other) => (one.key < other.key ? -1 : 1));
    for (let start = 0; start < noted.length; start += ROWS_AT_ONCE) {
      const { sql, values } = insertStatement(tx.manager, UnknownBrand, noted.slice(start, start + ROWS_AT_ONCE));
      await tx.manager.query(`${sql} ${onceMore(tx.manager)}`, values);
    }
  }

  /** Spellings that a brand has got. */
  async forget(tx: Transaction, spellings: Array<{ key: string }>): Promise<void> {
    if (spellings.length > 0) await tx.manager.delete(UnknownBrand, { key: In(spellings.map(({ key }) => key)) });
  }

  /** Removes what has become known since it was noted, and what there is too much of. */
  async tidy(tx: Transaction): Promise<void> {
    await tx.manager.query(
      'DELETE FROM unknown_brands WHERE EXISTS (SELECT 1 FROM brand_synonyms s WHERE s.`key` = unknown_brands.`key`)',
    );
    const excess = await tx.manager.find(UnknownBrand, {
      select: { key: true },
      order: { seen: 'DESC', lastSeenAt: 'DESC', key: 'ASC' },
      skip: MOST_KEPT,
      take: FORGOTTEN_AT_ONCE,
    });
    await this.forget(tx, excess);
  }
}

/** What an INSERT does with a spelling that is there already. */
function onceMore({ connection }: EntityManager): string {
  return isEmbedded(connection)
    ? `ON CONFLICT ("key") DO UPDATE SET seen = MIN(${MOST_SEEN}, seen + excluded.seen), name = excluded.name, last_seen_at = excluded.last_seen_at`
    : `ON DUPLICATE KEY UPDATE seen = LEAST(${MOST_SEEN}, seen + VALUES(seen)), name = VALUES(name), last_seen_at = VALUES(last_seen_at)`;
}
