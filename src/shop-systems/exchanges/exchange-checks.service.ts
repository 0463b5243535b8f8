import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../platform/config/app-config.js';
import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError } from '../../platform/errors.js';
import { addressFinding, type Finding, settingsFinding } from '../../platform/http/target-check.js';
import { reasonOf } from './called-system.js';
import type { ExchangeCheckStep, ExchangeCheckView } from './exchange.dto.js';
import { type CalledSettings, type Exchange, missingOf } from './exchange.entity.js';
import { ExchangeKinds, type TriedOut } from './exchange-kinds.service.js';
import { ExchangeSignIns } from './exchange-sign-ins.service.js';

/** Tries exchanges out, without any effect on the other side. */
@Injectable()
export class ExchangeChecks {
  constructor(
    private readonly kinds: ExchangeKinds,
    private readonly signIns: ExchangeSignIns,
    private readonly config: AppConfig,
  ) {}

  /** Up to the first step that fails. @throws ConflictError `not_called` where the other side comes to us and there is nothing to call */
  async check(exchange: Exchange): Promise<ExchangeCheckView> {
    const kind = this.kinds.of(exchange);
    if (!kind.tryOut) throw new ConflictError('not_called', 'The other side of this exchange is not called.');
    const steps: ExchangeCheckStep[] = [];
    let startedAt = performance.now();
    for await (const [name, finding] of this.findings(exchange, () => kind.tryOut!(exchange))) {
      const { ok, code, params, message: detail } = finding;
      steps.push({ name, ok, code, params, detail, ms: Math.round(performance.now() - startedAt) });
      startedAt = performance.now();
      if (!ok) break;
    }
    return { ok: steps.every(({ ok }) => ok), steps };
  }

  private async *findings(
    exchange: Exchange,
    tryOut: () => Promise<TriedOut>,
  ): AsyncGenerator<[name: string, finding: Finding]> {
    const unreadable = this.signIns.isUnreadable(exchange) ? ['password'] : [];
    yield ['settings', settingsFinding(missingOf(exchange), unreadable)];
    const { apiUrl } = exchange.settings as CalledSettings;
    yield ['address', await addressFinding(apiUrl, this.config.allowPrivateTargets)];
    const answer = await tryOut();
    const { class: kind, response, error } = answer.outcome;
    if (!response) return yield ['answer', { ok: false, ...error! }];
    const { status } = response;
    if (answer.body === undefined) return yield ['answer', { ok: false, ...errorDetail('answer_no_json', { status }) }];
    yield ['answer', { ok: true, ...errorDetail('other_side_answered', { status }) }];
    if (kind === 'delivered') return yield ['sign_in', { ok: true, ...answer.finding }];
    const code = kind === 'unauthorized' ? 'sign_in_refused' : 'call_refused';
    yield ['sign_in', { ok: false, ...errorDetail(code, { reason: reasonOf(answer).message }) }];
  }
}
