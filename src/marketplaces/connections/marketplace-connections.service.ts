import { Injectable } from '@nestjs/common';
import { EntityManager, IsNull } from 'typeorm';
import { changedOf, definedOf } from '../../platform/collections.js';
import { Actor, limitToRegions, seesRegion, visibleTo } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { AppConfig } from '../../platform/config/app-config.js';
import type { ReceivingConnection } from '../../orders/external-orders/incoming-message.js';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { TextTemplates } from '../../orders/order-statuses/text-templates.service.js';
import { warnErrors } from '../../access/regions/limit-minutes.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { Page, PageQuery } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import { whyTargetIsForbidden } from '../../platform/http/target-guard.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { AdapterSettings } from './adapter-settings.service.js';
import { secretErrors } from './adapter-rules.js';
import { secretsToGiveAgain } from './secrets-to-give-again.js';
import {
  CONNECTIONS,
  MarketplaceConnectionChanged,
  MarketplaceConnection,
  MARKETPLACES,
  MarketplaceCode,
} from './marketplace-connection.entity.js';
import { ConnectionSecrets } from './connection-secrets.service.js';
import {
  ConnectionSettings,
  CreateConnection,
  presentConnection,
  UpdateConnection,
} from './marketplace-connection.dto.js';
import { OrderLinksService, RevokedLinks, ShownLinks } from './order-links.service.js';

export interface ConnectionWithLink extends ShownLinks {
  connection: MarketplaceConnection;
}

const SUBJECT = 'marketplace_connection';

interface ConnectionChange {
  settings: ConnectionSettings;
  /** What follows from them. */
  columns: Partial<MarketplaceConnection>;
  adapterErrors: FieldError[];
}

/** The shop's accounts at the marketplaces. */
@Injectable()
export class MarketplaceConnectionsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly links: OrderLinksService,
    private readonly templates: TextTemplates,
    private readonly adapters: AdapterSettings,
    private readonly secrets: ConnectionSecrets,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  marketplaces(actor: Actor): Promise<Array<{ code: MarketplaceCode; name: string; connections: number }>> {
    return this.transactions.read((manager) =>
      Promise.all(
        MARKETPLACES.map(async ({ code, name }) => ({
          code,
          name,
          connections: await this.visible(manager, actor)
            .andWhere('connection.marketplace = :code', { code })
            .getCount(),
        })),
      ),
    );
  }

  list(query: PageQuery, actor: Actor): Promise<Page<ConnectionWithLink>> {
    return this.transactions.read(async (manager) => {
      const { data, meta } = await readPage(this.visible(manager, actor), query, 'connection.createdAt');
      const links = await this.links.current(manager, data);
      return { data: data.map((connection) => ({ connection, ...links.get(connection.id)! })), meta };
    });
  }

  /** @throws NotFoundError */
  read(id: number, actor: Actor): Promise<ConnectionWithLink> {
    return this.transactions.read(async (manager) => this.withLink(manager, await this.get(manager, id, actor)));
  }

  /** @throws NotFoundError also when it was deleted */
  async get(manager: EntityManager, id: number, actor: Actor): Promise<MarketplaceConnection> {
    const connection = await manager.findOneBy(MarketplaceConnection, { id, deletedAt: IsNull() });
    return visibleTo(actor, connection, nameOf(id));
  }

  /** What orders know of the connection that a message came in by. */
  receivingBy(connectionId: number, regionId: number): ReceivingConnection {
    const cancelledStatusId = async (tx: Transaction) =>
      (await this.configuration.of(tx)).get(CONNECTIONS).get(connectionId)!.cancelledStatusId;
    return { connectionId, regionId, cancelledStatusId };
  }

  /** A new connection is inactive and has its order link at once. */
  async create({ marketplace, ...settings }: CreateConnection, actor: Actor): Promise<ConnectionWithLink> {
    const adapterErrors = await this.adapters.check(settings.adapter);
    return this.configuration.change(async (tx) => {
      const id = await tx.insert(MarketplaceConnection, {
        marketplace,
        isActive: false,
        regionId: null,
        login: '',
        passwordSealed: '',
        apiKeySealed: '',
        apiUrl: this.config.gettzapApiUrl,
        cancelledStatusId: null,
        acceptedStatus: '',
        acceptedText: '',
        refusedStatus: '',
        refusedText: '',
        decisionMinutes: null,
        decisionWarnMinutes: null,
        onOverdue: null,
        adapter: null,
        createdAt: this.clock.now(),
        deletedAt: null,
      });
      await this.links.replace(tx, id, marketplace);
      const held = await tx.manager.findOneByOrFail(MarketplaceConnection, { id });
      const columns = this.columnsOf(held, settings);
      const connection = await this.change(tx, held, { settings, columns, adapterErrors }, actor);
      await this.audit.record(tx, 'create', SUBJECT, id, { after: presentConnection(connection, undefined) });
      return this.withLink(tx.manager, connection);
    });
  }

  /**
   * @throws NotFoundError; ChangedMeanwhileError; ConflictError `secrets_unreadable`; InvalidInputError naming each field that is wrong or missing for turning it on
   */
  async update(
    id: number,
    { version: seen, ...settings }: UpdateConnection,
    actor: Actor,
  ): Promise<ConnectionWithLink> {
    if (settings.adapter) await this.read(id, actor); // its expressions are tried on what this connection got
    const adapterErrors = await this.adapters.check(settings.adapter, id);
    return this.configuration.change(async (tx) => {
      const held = await this.get(tx.manager, id, actor);
      await this.audit.requireVersion(tx, SUBJECT, held, seen);
      const before = presentConnection(held, undefined);
      const columns = this.columnsOf(held, settings);
      if (Object.keys(changedOf(held, columns)).length > 0) columns.version = held.version + 1;
      const connection = await this.change(tx, held, { settings, columns, adapterErrors }, actor);
      const after = { ...presentConnection(connection, undefined), ...maskedSecrets(settings) };
      await this.audit.record(tx, 'update', SUBJECT, id, { before, after });
      return this.withLink(tx.manager, connection);
    });
  }

  /** @throws NotFoundError */
  replaceLink(id: number, actor: Actor): Promise<{ orderLink: string; oldLinkValidUntil: Date }> {
    return this.configuration.change(async (tx) => {
      const { marketplace } = await this.get(tx.manager, id, actor);
      await this.audit.record(tx, 'replace_link', SUBJECT, id);
      return this.links.replace(tx, id, marketplace);
    });
  }

  /** Ends links at once, where one has become known to others. @throws NotFoundError */
  revokeLinks(id: number, scope: RevokedLinks, actor: Actor): Promise<ConnectionWithLink> {
    return this.configuration.change(async (tx) => {
      const connection = await this.get(tx.manager, id, actor);
      await this.links.revoke(tx, id, scope);
      if (scope === 'all') await this.links.replace(tx, id, connection.marketplace);
      await this.audit.record(tx, 'revoke_link', SUBJECT, id, { after: { links: scope } });
      return this.withLink(tx.manager, connection);
    });
  }

  /** Takes no orders from now on; its orders stay. @throws NotFoundError */
  delete(id: number, actor: Actor): Promise<void> {
    return this.configuration.change(async (tx) => {
      const before = presentConnection(await this.get(tx.manager, id, actor), undefined);
      const gone = { isActive: false, deletedAt: this.clock.now(), passwordSealed: '', apiKeySealed: '' };
      await tx.manager.update(MarketplaceConnection, { id }, gone);
      await this.links.revoke(tx, id, 'all');
      await tx.publish(new MarketplaceConnectionChanged(id, false, false, true));
      await this.audit.record(tx, 'delete', SUBJECT, id, { before });
    });
  }

  private visible(manager: EntityManager, actor: Actor) {
    const connections = manager.createQueryBuilder(MarketplaceConnection, 'connection');
    return limitToRegions(connections.where('connection.deletedAt IS NULL'), 'connection.regionId', actor);
  }

  private async withLink(manager: EntityManager, connection: MarketplaceConnection): Promise<ConnectionWithLink> {
    const links = await this.links.current(manager, [connection]);
    return { connection, ...links.get(connection.id)! };
  }

  private async change(
    tx: Transaction,
    connection: MarketplaceConnection,
    { settings, columns, adapterErrors }: ConnectionChange,
    actor: Actor,
  ): Promise<MarketplaceConnection> {
    const { id, login, apiUrl, adapter } = connection;
    const before = { ...connection };
    Object.assign(connection, columns);
    const errors = [
      ...(await this.check(tx, connection, settings, actor)),
      ...adapterErrors,
      ...secretsToGiveAgain(before, connection, settings),
    ];
    if (connection.adapter && adapterErrors.length === 0) {
      const { password = '', apiKey = '' } = settings;
      const secrets = settings.adapter ? this.secrets.credentialsOf(connection) : { password, apiKey };
      errors.push(...secretErrors(connection.adapter, secrets));
    }
    if (errors.length > 0) throw new InvalidInputError(errors);
    await tx.manager.update(MarketplaceConnection, { id }, { ...connection });
    const credentialsChanged =
      settings.password !== undefined ||
      settings.apiKey !== undefined ||
      connection.login !== login ||
      connection.apiUrl !== apiUrl ||
      JSON.stringify(connection.adapter) !== JSON.stringify(adapter);
    const canSend = connection.isActive && !connection.lacksAddress;
    await tx.publish(new MarketplaceConnectionChanged(id, canSend, credentialsChanged, false));
    return connection;
  }

  private columnsOf(connection: MarketplaceConnection, settings: ConnectionSettings): Partial<MarketplaceConnection> {
    const { password, apiKey, regionId, cancelledStatusId, apiUrl, adapter, ...plain } = settings;
    const columns = {
      ...plain,
      regionId: numberOrNull(regionId),
      cancelledStatusId: numberOrNull(cancelledStatusId),
      apiUrl: apiUrl?.trim().replace(/\/+$/, ''),
      adapter: adapter && this.adapters.merge(connection.adapter, adapter),
      ...this.secrets.seal(connection.id, { password, apiKey }),
    };
    return definedOf(columns);
  }

  private async check(
    tx: Transaction,
    connection: MarketplaceConnection,
    settings: ConnectionSettings,
    actor: Actor,
  ): Promise<FieldError[]> {
    const errors: FieldError[] = [];
    const { regionId, cancelledStatusId, apiUrl } = connection;
    const snapshot = await this.configuration.of(tx);
    const isRegionKnown = seesRegion(actor, regionId) && snapshot.get(REGIONS).has(regionId ?? 0);
    if (settings.regionId && !isRegionKnown) {
      errors.push({ path: 'regionId', ...errorDetail('no_such_region') });
    }
    if (settings.cancelledStatusId && !snapshot.get(STATUS_DIRECTORY).has(cancelledStatusId!)) {
      errors.push({ path: 'cancelledStatusId', ...errorDetail('no_such_status') });
    }
    const forbidden = settings.apiUrl ? whyTargetIsForbidden(apiUrl, this.config.allowPrivateTargets) : undefined;
    if (forbidden) errors.push({ path: 'apiUrl', ...forbidden });
    for (const field of ['acceptedText', 'refusedText'] as const) {
      errors.push(...this.templates.check(settings[field] ?? '', 'item', field));
    }
    errors.push(...warnErrors(connection.decisionMinutes, connection.decisionWarnMinutes, 'decisionWarnMinutes'));
    if (connection.isActive) {
      errors.push(...connection.missing().map((path) => ({ path, ...errorDetail('needed_when_active') })));
    }
    return errors;
  }
}

function numberOrNull(id: string | null | undefined): number | null | undefined {
  return id === undefined || id === null ? id : Number(id);
}

function nameOf(id: number): string {
  return `Marketplace connection ${id}`;
}

/** That a secret was given is told, never which. */
function maskedSecrets({ password, apiKey }: ConnectionSettings): object {
  return { ...(password !== undefined && { password: '***' }), ...(apiKey !== undefined && { apiKey: '***' }) };
}
