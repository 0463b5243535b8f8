import { Injectable, OnModuleInit } from '@nestjs/common';
import { IsBoolean, IsIn, IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { DEFAULT_TIME_ZONE } from '../../access/regions/region.dto.js';
import { errorDetail } from '../../platform/error-texts.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { errorsOf } from '../../platform/http/validation.js';
import { formatMinor } from '../../platform/money.js';
import { type ExchangeKind, ExchangeKinds, type Revision } from '../exchanges/exchange-kinds.service.js';
import type { BatchFormat } from '../exchanges/hand-over.entity.js';
import { writeOrders } from './commerceml-writer.js';
import { decode } from './commerceml-bytes.js';
import { wareKey } from './ware-key.js';
import { DEFAULT_ONE_C_SETTINGS, type OneCSettings } from './one-c-settings.js';

/** Where 1C calls; the second one is what it asks for at a site of the kind 1С-Битрикс. */
export const EXCHANGE_PATHS = ['1c/exchange', 'bitrix/admin/1c_exchange.php'];

/** It is held in memory while it comes. */
const LARGEST_PART = 15_000_000;
const SMALLEST_PART = 100_000;

class OneCSettingsRules implements OneCSettings {
  @IsIn(['utf-8', 'windows-1251'])
  encoding: OneCSettings['encoding'];

  @IsIn(['2.05', '2.08', '2.10', '3.1'])
  schemaVersion: OneCSettings['schemaVersion'];

  @IsString()
  @Length(1, 16)
  currency: string;

  @Matches(/^(\d{1,2}|Без НДС)$/, { context: errorDetail('pattern') })
  vat: string;

  @IsIn(['left_out', 'zero'])
  refusedPositions: OneCSettings['refusedPositions'];

  @IsInt()
  @Min(SMALLEST_PART)
  @Max(LARGEST_PART)
  fileLimit: number;

  @IsBoolean()
  applyMissingLines: boolean;
}

/** 1C: orders as CommerceML for «Обмен с сайтом», or as JSON events for 1C's programmers. */
@Injectable()
export class OneCKind implements ExchangeKind, OnModuleInit {
  readonly name = 'one_c';
  readonly path = `/${EXCHANGE_PATHS[0]}`;
  readonly tellsStatuses = true;
  readonly defaultSettings = DEFAULT_ONE_C_SETTINGS;

  constructor(private readonly kinds: ExchangeKinds) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  check(settings: object): FieldError[] {
    return errorsOf(settings, OneCSettingsRules, 'settings');
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

  appliesMissingLines(settings: object): boolean {
    return (settings as OneCSettings).applyMissingLines;
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
