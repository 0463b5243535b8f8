import { Injectable, OnModuleInit } from '@nestjs/common';
import { errorDetail } from '../../platform/error-texts.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import { type ExchangeKind, ExchangeKinds, type Revision } from '../exchanges/exchange-kinds.service.js';
import { ExchangeStatuses } from '../exchanges/exchange-statuses.service.js';
import { AbcpClient } from './abcp-client.service.js';
import { partKeyOf } from './abcp-order.js';
import { newOrder } from './abcp-request.js';
import { AbcpSettings } from './abcp-settings.js';
import { formFields } from './php-form.js';

/** ABCP: orders are pushed by its API, and what became of them is asked for. */
@Injectable()
export class AbcpKind implements ExchangeKind, OnModuleInit {
  readonly name = 'abcp';
  readonly Settings = AbcpSettings;
  readonly partKeyOf = partKeyOf;

  constructor(
    private readonly kinds: ExchangeKinds,
    private readonly client: AbcpClient,
    private readonly statuses: ExchangeStatuses,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  preview({ order }: Revision, settings: object): { contentType: string; body: string } {
    const fields = formFields(newOrder(order, settings as AbcpSettings), 'order');
    const body = fields.map(([name, value]) => `${name}=${value}`).join('\n');
    return { contentType: 'application/x-www-form-urlencoded', body };
  }

  /** Asks for the directory of statuses, which needs the rights that orders need and changes nothing there. */
  async tryOut(exchange: Exchange) {
    const answer = await this.client.statuses(exchange);
    const { outcome, statuses } = answer;
    if (outcome.class === 'delivered') await this.statuses.learn(exchange.id, statuses);
    return { ...answer, finding: errorDetail('statuses_found', { count: statuses.length }) };
  }
}
