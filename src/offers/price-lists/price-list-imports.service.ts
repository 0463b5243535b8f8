import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { AuditService } from '../../access/audit.service.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { ConflictError, NotFoundError } from '../../platform/errors.js';
import { mapPage, type PageQuery } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { endedAs, putInForce, requireIdle } from './import-states.js';
import {
  presentImport,
  presentImportDetail,
  type PriceListImportDetail,
  type PriceListImportPage,
} from './price-list-import.dto.js';
import { PriceListImport, RejectedLine } from './price-list-import.entity.js';
import { PriceList } from './price-list.entity.js';

/** What was read into a list, and what people decide of it. */
@Injectable()
export class PriceListImports {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  list({ id: priceListId }: PriceList, query: PageQuery): Promise<PriceListImportPage> {
    return this.transactions.read(async (manager) => {
      const imports = manager.createQueryBuilder(PriceListImport, 'import').where({ priceListId });
      return mapPage(await readPage(imports, query, 'import.id'), presentImport);
    });
  }

  /** @throws NotFoundError */
  detail(list: PriceList, id: number): Promise<PriceListImportDetail> {
    return this.transactions.read(async (manager) => {
      const row = await manager.findOneBy(PriceListImport, { id, priceListId: list.id });
      if (!row) throw new NotFoundError(`Import ${id}`);
      return detailOf(manager, row);
    });
  }

  /** Puts what was held in force. @throws NotFoundError; ConflictError */
  publish(list: PriceList, id: number): Promise<PriceListImportDetail> {
    return this.decide(list, id, 'publish', (tx, row) => putInForce(tx, list, row, this.clock.now()));
  }

  /** What is in force stays. @throws NotFoundError; ConflictError */
  discard(list: PriceList, id: number): Promise<PriceListImportDetail> {
    return this.decide(list, id, 'discard', async (tx) => {
      await tx.manager.update(PriceListImport, { id }, endedAs('discarded', this.clock.now()));
    });
  }

  private decide(
    list: PriceList,
    id: number,
    action: string,
    work: (tx: Transaction, row: PriceListImport) => Promise<void>,
  ): Promise<PriceListImportDetail> {
    return this.configuration.change(async (tx) => {
      const locked = await tx.lockOne(PriceList, { id: list.id });
      const row = await tx.manager.findOneBy(PriceListImport, { id, priceListId: list.id });
      if (!locked || !row) throw new NotFoundError(`Import ${id}`);
      if (row.state !== 'held')
        throw new ConflictError('price_list_not_held', 'This import does not wait for a decision.');
      // It is being compared with what is in force.
      await requireIdle(tx, list.id);
      await work(tx, row);
      await this.audit.record(tx, action, 'price_list_import', id, { after: { priceList: list.name } });
      return detailOf(tx.manager, await tx.manager.findOneByOrFail(PriceListImport, { id }));
    });
  }
}

async function detailOf(manager: EntityManager, row: PriceListImport): Promise<PriceListImportDetail> {
  const lines = await manager.find(RejectedLine, { where: { importId: row.id }, order: { line: 'ASC', id: 'ASC' } });
  return presentImportDetail(row, lines);
}
