import { Injectable } from '@nestjs/common';
import { idsOf } from '../../platform/collections.js';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import type { DeliveryStatusView } from '../../outbox/outbox.dto.js';
import { Endpoints } from '../../outbox/endpoints.service.js';
import { GettzapMessagesService } from '../gettzap/gettzap-messages.service.js';
import { MarketplaceConnectionChanged, connectionsFor } from '../connections/marketplace-connection.entity.js';
import { MarketplaceConnectionsService } from '../connections/marketplace-connections.service.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ConnectionStatusView } from './gettzap-notification.dto.js';
import { GETTZAP_CHANNEL } from './gettzap-notification.js';

/** Lets messages follow their connection: off while it is off or has no address, on with it, and on again when its sign-in was changed. */
@Injectable()
export class ConnectionEndpoints {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly messages: GettzapMessagesService,
    private readonly connections: MarketplaceConnectionsService,
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  @OnDomainEvent(MarketplaceConnectionChanged)
  async onConnectionChanged(event: MarketplaceConnectionChanged, tx: Transaction): Promise<void> {
    const key = String(event.connectionId);
    if (event.isDeleted) return this.endpoints.archive(tx, GETTZAP_CHANNEL, key, 'connection_deleted');
    await this.endpoints.configure(tx, GETTZAP_CHANNEL, key, event.canSend);
    if (event.credentialsChanged) await this.endpoints.resume(tx, GETTZAP_CHANNEL, key);
  }

  /** Ends a pause. @throws NotFoundError */
  async resume(connectionId: number, actor: Actor): Promise<DeliveryStatusView> {
    await this.transactions.run(async (tx) => {
      await this.connections.get(tx.manager, connectionId, actor);
      await this.endpoints.resume(tx, GETTZAP_CHANNEL, String(connectionId));
      await this.audit.record(tx, 'resume', 'marketplace_connection', connectionId);
    });
    return this.statusOf(connectionId, actor);
  }

  /** How sending to a connection is going. @throws NotFoundError */
  statusOf(connectionId: number, actor: Actor): Promise<DeliveryStatusView> {
    return this.transactions.read(async (manager) => {
      await this.connections.get(manager, connectionId, actor);
      return this.endpoints.status(manager, GETTZAP_CHANNEL, String(connectionId));
    });
  }

  /** How all connections are that the actor may see, in the order in which they were made. */
  statuses(actor: Actor): Promise<ConnectionStatusView[]> {
    return this.transactions.read(async (manager) => {
      const connections = connectionsFor(actor, this.configuration.current);
      const keys = connections.map(({ id }) => String(id));
      const [statuses, received] = await Promise.all([
        this.endpoints.statuses(manager, GETTZAP_CHANNEL, keys),
        this.messages.lastReceivedAt(manager, idsOf(connections)),
      ]);
      return connections.map(({ id, regionId, marketplace, isActive, waitsFor, ...limit }) => ({
        id: String(id),
        regionId: regionId === null ? null : String(regionId),
        marketplace,
        isActive,
        waitsFor,
        decisionMinutes: limit.decisionMinutes,
        decisionWarnMinutes: limit.decisionWarnMinutes,
        ...statuses.get(String(id))!,
        lastReceivedAt: received.get(id)?.toISOString() ?? null,
      }));
    });
  }
}
