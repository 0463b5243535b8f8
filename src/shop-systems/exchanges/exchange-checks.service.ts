import { Injectable } from '@nestjs/common';
import { ConflictError } from '../../platform/errors.js';
import type { ExchangeCheckStep, ExchangeCheckView } from './exchange.dto.js';
import type { Exchange } from './exchange.entity.js';
import { ExchangeKinds } from './exchange-kinds.service.js';

/** Tries exchanges out, without any effect on the other side. */
@Injectable()
export class ExchangeChecks {
  constructor(private readonly kinds: ExchangeKinds) {}

  /** @throws ConflictError `not_called` where the other side comes to us and there is nothing to call */
  async check(exchange: Exchange): Promise<ExchangeCheckView> {
    const kind = this.kinds.of(exchange);
    if (!kind.tryOut) throw new ConflictError('not_called', 'The other side of this exchange is not called.');
    const steps: ExchangeCheckStep[] = [];
    let startedAt = performance.now();
    for await (const { name, ok, code, params, message: detail } of kind.tryOut(exchange)) {
      steps.push({ name, ok, code, params, detail, ms: Math.round(performance.now() - startedAt) });
      startedAt = performance.now();
      if (!ok) break;
    }
    return { ok: steps.every(({ ok }) => ok), steps };
  }
}
