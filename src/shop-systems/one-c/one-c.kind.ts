import { Injectable, OnModuleInit } from '@nestjs/common';
import { DEFAULT_TIME_ZONE } from '../../access/regions/region.dto.js';
import { formatMinor } from '../../platform/money.js';
import { type ExchangeKind, ExchangeKinds, type Revision } from '../exchanges/exchange-kinds.service.js';
import type { BatchFormat } from '../exchanges/hand-over.entity.js';
import { writeOrders } from './commerceml-writer.js';
import { decode } from './commerceml-bytes.js';
import { wareKey } from './ware-key.js';
import { OneCSettings } from './one-c-settings.js';

/** Where 1C calls; the second one is what it asks for at a site of the kind 1С-Битрикс. */
export const EXCHANGE_PATHS = ['1c/exchange', 'bitrix/admin/1c_exchange.php'];

/** 1C: orders as CommerceML for «Обмен с сайтом», or as JSON events for 1C's programmers. */
@Injectable()
export class OneCKind implements ExchangeKind, OnModuleInit {
  readonly name = 'one_c';
  readonly path = `/${EXCHANGE_PATHS[0]}`;
  readonly Settings = OneCSettings;

  constructor(private readonly kinds: ExchangeKinds) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  write(format: BatchFormat, revisions: Revision[], settings: object, formedAt: Date): Buffer {
    if (format === 'json') return Buffer.from(JSON.stringify(revisions.map(eventOf)));
    const orders = revisions.map(({ order }) => order);
    return writeOrders(orders, settings as OneCSettings, formedAt, orders[0]?.timeZone ?? DEFAULT_TIME_ZONE);
  }

  preview(revision: Revision, settings: object, at: Date): { contentType: string; body: string } {
    return { contentType: 'application/xml', body: decode(this.write('commerceml', [revision], settings, at)) };
  }

  partKeyOf({ brand, number }: { brand: string; number: string }): string {
    return wareKey(brand, number);
  }
}

/** By which an acknowledgement names the order. */
export function eventIdOf(key: string, revision: number): string {
  return `${key}:${revision}`;
}

function eventOf({ order, revision }: Revision): object {
  const { key, orderId, number, marketplace, externalId, createdAt, changedAt, status, isCancelled, lines } = order;
  const { customer, delivery, comment } = order;
  const total = lines.reduce((sum, { quantity, priceMinor }) => sum + quantity * priceMinor, 0);
  return {
    eventId: eventIdOf(key, revision),
    entity: 'order',
    entityId: String(orderId),
    type: isCancelled ? 'order.cancelled' : revision === 1 ? 'order.created' : 'order.changed',
    idempotencyKey: key,
    payload: {
      key,
      revision,
      number,
      marketplace,
      externalId,
      createdAt: createdAt.toISOString(),
      changedAt: changedAt.toISOString(),
      status,
      isCancelled,
      customer,
      delivery,
      comment,
      total: formatMinor(total),
      positions: lines.map(({ positionId, brand, number: article, name, quantity, priceMinor, comment: note }) => {
        return {
          id: positionId,
          brand,
          number: article,
          name,
          quantity,
          price: formatMinor(priceMinor),
          comment: note,
        };
      }),
    },
  };
}
