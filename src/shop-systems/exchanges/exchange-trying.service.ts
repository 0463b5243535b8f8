import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../platform/config/app-config.js';
import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { addressFinding, type Finding, settingsFinding } from '../../platform/http/target-check.js';
import { whyTargetIsForbidden } from '../../platform/http/target-guard.js';
import { type CalledAnswer, reasonOf } from './called-system.js';
import type { Exchange } from './exchange.entity.js';
import type { CheckFinding } from './exchange-kinds.service.js';
import { ExchangeSignIns } from './exchange-sign-ins.service.js';

/** What is tried out alike of every system that we call, step by step. */
@Injectable()
export class ExchangeTrying {
  constructor(
    private readonly signIns: ExchangeSignIns,
    private readonly config: AppConfig,
  ) {}

  /** @returns what is wrong with the address that is called; "" is none yet */
  addressErrors(apiUrl: string): FieldError[] {
    if (apiUrl === '') return [];
    const forbidden = whyTargetIsForbidden(apiUrl, this.config.allowPrivateTargets);
    const hasMore = !forbidden && /[?#]/.test(apiUrl);
    if (hasMore) return [{ path: 'settings.apiUrl', ...errorDetail('pattern') }];
    return forbidden ? [{ path: 'settings.apiUrl', ...forbidden }] : [];
  }

  /**
   * @param missing of its settings
   * @param call without any effect there
   * @param rightOf what is found where the call was answered as it should be
   */
  async *steps<Answer extends CalledAnswer>(
    exchange: Exchange,
    missing: string[],
    call: () => Promise<Answer>,
    rightOf: (answer: Answer) => Promise<ErrorDetail>,
  ): AsyncGenerator<CheckFinding> {
    const unreadable = this.signIns.isUnreadable(exchange) ? ['password'] : [];
    yield named('settings', settingsFinding(missing, unreadable));
    const { apiUrl } = exchange.settings as { apiUrl: string };
    yield named('address', await addressFinding(apiUrl, this.config.allowPrivateTargets));
    const answer = await call();
    const { outcome } = answer;
    if (!outcome.response) return yield found('answer', false, outcome.error!);
    const { status } = outcome.response;
    if (answer.body === undefined) return yield found('answer', false, errorDetail('answer_no_json', { status }));
    yield found('answer', true, errorDetail('other_side_answered', { status }));
    const reason = reasonOf(answer).message;
    if (outcome.class === 'unauthorized') yield found('sign_in', false, errorDetail('sign_in_refused', { reason }));
    else if (outcome.class !== 'delivered') yield found('sign_in', false, errorDetail('call_refused', { reason }));
    else yield found('sign_in', true, await rightOf(answer));
  }
}

function found(name: string, ok: boolean, detail: ErrorDetail): CheckFinding {
  return { name, ok, ...detail };
}

function named(name: string, finding: Finding): CheckFinding {
  return { name, ...finding };
}
