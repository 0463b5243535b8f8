import { Injectable } from '@nestjs/common';
import { EntityManager, In, IsNull, Not } from 'typeorm';
import { Actor, limitToRegions, seesAllRegions } from '../../access/actor.js';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import { MarketplaceConnection } from '../../marketplaces/connections/marketplace-connection.entity.js';
import { OrderStatus } from '../../orders/order-statuses/order-status.entity.js';
import { SetupProgress } from './dashboard.dto.js';

/** How far the shop has come in setting itself up. */
@Injectable()
export class SetupSteps {
  async of(manager: EntityManager, actor: Actor): Promise<SetupProgress> {
    const connections = await limitToRegions(
      manager.createQueryBuilder(MarketplaceConnection, 'connection').where('connection.deletedAt IS NULL'),
      'connection.regionId',
      actor,
    )
      .orderBy('connection.id')
      .getMany();
    const active = connections.find(({ isActive }) => isActive);
    const waiting = connections.find(({ waitsFor }) => waitsFor !== null);
    const current = waiting ?? active ?? connections[0];
    return {
      hasConnection: connections.length > 0,
      isActive: active !== undefined,
      hasAddress: active !== undefined && connections.every(({ waitsFor }) => waitsFor === null),
      hasTexts: connections.some(({ acceptedStatus, refusedStatus }) => acceptedStatus !== '' && refusedStatus !== ''),
      hasStatusTexts: await manager.existsBy(OrderStatus, [
        { gettzapItemStatus: Not('') },
        { gettzapOrderStatus: Not('') },
      ]),
      hasFirstOrder: await manager.existsBy(
        ExternalOrder,
        seesAllRegions(actor) ? { deletedAt: IsNull() } : { regionId: In(actor.regionIds), deletedAt: IsNull() },
      ),
      connectionId: current ? String(current.id) : null,
    };
  }
}
