import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { type Actor, seesAllRegions } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { lockExchange } from './batches.service.js';
import { ExchangeStatusView, presentExchangeStatus, type StatusMeaning } from './exchange.dto.js';
import { ExchangeStatus } from './exchange.entity.js';
import { ReturnedDocuments } from './returned-documents.service.js';
import { LONGEST_VALUE, StatusMapping, valueHashOf } from './status-mapping.js';

const MOST_LEARNT = 500;
const LONGEST_NAME = 255;
const NEVER_SEEN = { statusId: null, seen: 0, lastSeenAt: null, sample: '' };

/** What statuses are called over there, and what each means here. */
@Injectable()
export class ExchangeStatuses {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly returned: ReturnedDocuments,
    private readonly audit: AuditService,
  ) {}

  /** Numbers of orders are for those who see all regions. */
  list(exchangeId: number, actor: Actor): Promise<ExchangeStatusView[]> {
    return this.transactions.read(async (manager) => {
      const rows = await manager.find(ExchangeStatus, { where: { exchangeId }, order: { id: 'ASC' } });
      const views = rows.map(presentExchangeStatus);
      return seesAllRegions(actor) ? views : views.map((view) => ({ ...view, sample: '' }));
    });
  }

  /** How many values have come that mean nothing here, since nobody has said what and no status of ours is called like it. */
  async countUnmapped(manager: EntityManager, exchangeId: number): Promise<number> {
    const open = await manager.findBy(ExchangeStatus, { exchangeId, statusId: IsNull(), seen: MoreThan(0) });
    const mapping = new StatusMapping(open, this.configuration.current.get(STATUS_DIRECTORY), false);
    return open.filter(({ value, name }) => !mapping.resolve([value, name])).length;
  }

  /** What its values mean to a kind that is not told our statuses. */
  async mappingOf(exchangeId: number): Promise<StatusMapping> {
    const values = await this.transactions.read((manager) => manager.findBy(ExchangeStatus, { exchangeId }));
    return new StatusMapping(values, this.configuration.current.get(STATUS_DIRECTORY), false);
  }

  /** The directory over there: each value with its name, so that they can be given a meaning before they come. */
  async learn(exchangeId: number, known: Array<{ value: string; name: string }>): Promise<void> {
    await this.transactions.run(async (tx) => {
      await lockExchange(tx, exchangeId);
      const rows = await tx.manager.findBy(ExchangeStatus, { exchangeId });
      const rowOf = new Map(rows.map((row) => [row.valueHash, row]));
      const nameOf = new Map(known.slice(0, MOST_LEARNT).map((each) => [valueHashOf(each.value), each]));
      for (const [valueHash, { value: wholeValue, name: wholeName }] of nameOf) {
        const [value, name] = [wholeValue.slice(0, LONGEST_VALUE), wholeName.slice(0, LONGEST_NAME)];
        const row = rowOf.get(valueHash);
        if (row && row.name !== name) await tx.updateByIds(ExchangeStatus, [row.id], { name });
        if (!row) await tx.insertMany(ExchangeStatus, [{ ...NEVER_SEEN, exchangeId, value, name, valueHash }]);
      }
    });
  }

  /**
   * Says what values mean; those that are not named stay. Documents that waited for it are carried out.
   * @throws InvalidInputError for an unknown status, or a value that is named twice
   */
  async set(exchangeId: number, statuses: StatusMeaning[]): Promise<void> {
    await this.transactions.run(async (tx) => {
      const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
      await lockExchange(tx, exchangeId);
      const rows = new Map(
        (await tx.manager.findBy(ExchangeStatus, { exchangeId })).map((row) => [row.valueHash, row]),
      );
      const named = new Set<string>();
      const before: Record<string, number | null> = {};
      const after: Record<string, number | null> = {};
      for (const [index, { value: text, statusId: id }] of statuses.entries()) {
        const value = text.trim();
        const statusId = id === null ? null : Number(id);
        const valueHash = valueHashOf(value);
        const path = `[${index}]`;
        if (value === '') throw InvalidInputError.of(`${path}.value`, errorDetail('empty'));
        if (named.has(valueHash)) throw InvalidInputError.of(`${path}.value`, errorDetail('repeated'));
        if (statusId !== null && !directory.has(statusId))
          throw InvalidInputError.of(`${path}.statusId`, errorDetail('no_such_status'));
        named.add(valueHash);
        const row = rows.get(valueHash);
        if (row) await tx.updateByIds(ExchangeStatus, [row.id], { statusId });
        else await tx.insertMany(ExchangeStatus, [{ ...NEVER_SEEN, exchangeId, value, name: '', valueHash, statusId }]);
        const called = row?.name ? `${row.name} (${value})` : value;
        before[called] = row?.statusId ?? null;
        after[called] = statusId;
      }
      await this.audit.record(tx, 'map_statuses', 'exchange', exchangeId, { before, after });
    });
    await this.returned.applyUnmapped(exchangeId);
  }
}
