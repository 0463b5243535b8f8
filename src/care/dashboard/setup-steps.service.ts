import { Injectable } from '@nestjs/common';
import { EntityManager, In, IsNull } from 'typeorm';
import { Actor, seesAllRegions } from '../../access/actor.js';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import { connectionsFor } from '../../marketplaces/connections/marketplace-connection.entity.js';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { SetupProgress } from './dashboard.dto.js';

/** How far the shop has come in setting itself up. */
@Injectable()
export class SetupSteps {
  constructor(private readonly configuration: Configuration) {}

  async of(manager: EntityManager, actor: Actor): Promise<SetupProgress> {
    const { current: snapshot } = this.configuration;
    const connections = connectionsFor(actor, snapshot);
    const statuses = [...snapshot.get(STATUS_DIRECTORY).values()];
    const active = connections.filter(({ isActive }) => isActive);
    const used = active.length > 0 ? active : connections;
    const waiting = active.find(({ waitsFor }) => waitsFor !== null);
    const silent = used.find((each) => each.acceptedStatus === '' || each.refusedStatus === '');
    const current = waiting ?? silent ?? used[0];
    return {
      hasConnection: connections.length > 0,
      isActive: active.length > 0,
      hasAddress: active.length > 0 && waiting === undefined,
      hasTexts: used.length > 0 && silent === undefined,
      hasStatusTexts: statuses.some(
        ({ gettzapItemStatus, gettzapOrderStatus }) => gettzapItemStatus + gettzapOrderStatus !== '',
      ),
      hasFirstOrder: await manager.existsBy(
        ExternalOrder,
        seesAllRegions(actor) ? { deletedAt: IsNull() } : { regionId: In(actor.regionIds), deletedAt: IsNull() },
      ),
      connectionId: current ? String(current.id) : null,
    };
  }
}
