import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { DeliveryStatusView, presentTarget } from '../../outbox/delivery.dto.js';
import { DeliveryCounts } from '../../outbox/delivery-counts.service.js';
import { DeliveryTargetsService } from '../../outbox/delivery-targets.service.js';
import { GettzapMessagesService } from '../gettzap/gettzap-messages.service.js';
import { MarketplaceConnectionChanged } from '../connections/marketplace-connection-changed.event.js';
import { MarketplaceConnectionsService } from '../connections/marketplace-connections.service.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ConnectionStatusView } from './gettzap-notification.dto.js';
import { GETTZAP_CHANNEL } from './gettzap-notification.js';

/** Lets deliveries follow their connection: off while it is off or has no address, on with it, and on again when its sign-in was changed. */
@Injectable()
export class ConnectionTargets {
  constructor(
    private readonly targets: DeliveryTargetsService,
    private readonly counts: DeliveryCounts,
    private readonly messages: GettzapMessagesService,
    private readonly connections: MarketplaceConnectionsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  @OnDomainEvent(MarketplaceConnectionChanged)
  async onConnectionChanged(event: MarketplaceConnectionChanged, tx: Transaction): Promise<void> {
    const key = String(event.connectionId);
    if (event.isDeleted) return this.targets.retire(tx, GETTZAP_CHANNEL, key, 'connection_deleted');
    await this.targets.configure(tx, GETTZAP_CHANNEL, key, event.canSend);
    if (event.credentialsChanged) await this.targets.resume(tx, GETTZAP_CHANNEL, key);
  }

  /** Ends a pause. @throws NotFoundError */
  async resume(connectionId: number, actor: Actor): Promise<DeliveryStatusView> {
    await this.transactions.run(async (tx) => {
      await this.connections.get(tx.manager, connectionId, actor);
      await this.targets.resume(tx, GETTZAP_CHANNEL, String(connectionId));
      await this.audit.record(tx, {
        action: 'resume',
        subject: 'marketplace_connection',
        subjectId: connectionId,
      });
    });
    return this.statusOf(connectionId, actor);
  }

  /** How sending to a connection is going. @throws NotFoundError */
  statusOf(connectionId: number, actor: Actor): Promise<DeliveryStatusView> {
    return this.transactions.read(async (manager) => {
      await this.connections.get(manager, connectionId, actor);
      const target = await this.targets.find(manager, GETTZAP_CHANNEL, String(connectionId));
      return presentTarget(target, target ? await this.targets.countUnfinished(manager, target.id) : 0);
    });
  }

  /** How all connections are that the actor may see, in the order in which they were made. */
  statuses(actor: Actor): Promise<ConnectionStatusView[]> {
    return this.transactions.read(async (manager) => {
      const connections = await this.connections.all(manager, actor);
      const keys = connections.map(({ id }) => String(id));
      const targets = await this.targets.findByKeys(manager, GETTZAP_CHANNEL, keys);
      const byKey = new Map(targets.map((target) => [target.key, target]));
      const unfinished = await this.counts.unfinished(
        manager,
        targets.map(({ id }) => id),
      );
      const statuses: ConnectionStatusView[] = [];
      for (const { id, regionId, marketplace, isActive, waitsFor } of connections) {
        const target = byKey.get(String(id)) ?? null;
        const delivered = target && (await this.counts.lastDeliveredAt(manager, target.id));
        const received = await this.messages.lastReceivedAt(manager, id);
        statuses.push({
          id: String(id),
          regionId: regionId === null ? null : String(regionId),
          marketplace,
          isActive,
          waitsFor,
          ...presentTarget(target, target ? (unfinished.get(target.id) ?? 0) : 0),
          lastDeliveredAt: delivered?.toISOString() ?? null,
          lastReceivedAt: received?.toISOString() ?? null,
        });
      }
      return statuses;
    });
  }
}
