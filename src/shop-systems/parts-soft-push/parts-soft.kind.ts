import { Injectable, OnModuleInit } from '@nestjs/common';
import { errorDetail } from '../../platform/error-texts.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import { type ExchangeKind, ExchangeKinds, type Revision } from '../exchanges/exchange-kinds.service.js';
import { foldedKey } from '../exchanges/folded-key.js';
import { PartsSoftClient } from './parts-soft-client.service.js';
import { basketForm } from './parts-soft-request.js';
import { PartsSoftSettings } from './parts-soft-settings.js';

const CHECK_WITHIN_MS = 15_000;

/** PARTS SOFT by its client API: orders go through the basket of one of its customers, and what became of them is asked for. */
@Injectable()
export class PartsSoftKind implements ExchangeKind, OnModuleInit {
  readonly name = 'parts_soft';
  readonly Settings = PartsSoftSettings;

  constructor(
    private readonly kinds: ExchangeKinds,
    private readonly client: PartsSoftClient,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  /** What goes into the basket, but for the offers: they are looked for when it is sent. */
  preview({ order }: Revision): { contentType: string; body: string } {
    const forms = order.lines.filter(({ quantity }) => quantity > 0).map((line) => basketForm(order, line));
    const texts = forms.map((form) => Object.entries(form).map(([name, value]) => `${name}=${value}`));
    return {
      contentType: 'application/x-www-form-urlencoded',
      body: texts.map((lines) => lines.join('\n')).join('\n\n'),
    };
  }

  partKeyOf({ brand, number }: { brand: string; number: string }): string {
    return `${foldedKey(brand)}-${foldedKey(number)}`;
  }

  /** Reads the basket, which changes nothing there. */
  async tryOut(exchange: Exchange) {
    const answer = await this.client.basket(exchange, performance.now() + CHECK_WITHIN_MS);
    return { ...answer, finding: errorDetail('basket_read', { count: answer.found?.length ?? 0 }) };
  }
}
