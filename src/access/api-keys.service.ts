import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration/configuration.service.js';
import { NotFoundError } from '../platform/errors.js';
import { Page, PageQuery } from '../platform/http/paging.dto.js';
import { readPage } from '../platform/http/read-page.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AccessChanged } from './access.events.js';
import { requireRegions } from './regions/regions.service.js';
import { CreateApiKey, presentApiKey } from './api-key.dto.js';
import { ApiKey } from './user.entity.js';
import { AuditService } from './audit.service.js';
import { newToken, tokenHashOf } from './tokens.js';

const PREFIX = 'pd_';
const HINT_LENGTH = 9;

/** Keys for the shop's other programs. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  list(query: PageQuery): Promise<Page<ApiKey>> {
    return this.transactions.read((manager) =>
      readPage(manager.createQueryBuilder(ApiKey, 'apiKey'), query, 'apiKey.createdAt'),
    );
  }

  /** @returns the key itself, which is not kept, beside what is */
  create({ name, roles, regionIds = [] }: CreateApiKey): Promise<{ apiKey: ApiKey; key: string }> {
    const key = `${PREFIX}${newToken()}`;
    return this.configuration.change(async (tx) => {
      await requireRegions(this.configuration, tx, regionIds);
      const row = {
        name,
        keyHash: tokenHashOf(key),
        hint: key.slice(0, HINT_LENGTH),
        roles,
        regionIds: regionIds.map(Number),
        createdAt: this.clock.now(),
      };
      const apiKey = { id: await tx.insert(ApiKey, row), ...row };
      await this.audit.record(tx, 'create', 'api_key', apiKey.id, { after: presentApiKey(apiKey) });
      return { apiKey, key };
    });
  }

  /** The key is refused from now on. @throws NotFoundError */
  delete(id: number): Promise<void> {
    return this.configuration.change(async (tx) => {
      const apiKey = await tx.manager.findOneBy(ApiKey, { id });
      if (!apiKey) throw new NotFoundError(`API key ${id}`);
      await tx.manager.delete(ApiKey, { id });
      await tx.publish(new AccessChanged({ apiKeyId: id }));
      await this.audit.record(tx, 'delete', 'api_key', id, { before: presentApiKey(apiKey) });
    });
  }
}
