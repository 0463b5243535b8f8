import { lookup } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../platform/config/app-config.js';
import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { isPublic, whyTargetIsForbidden } from '../../platform/http/target-guard.js';
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
    if (missing.length > 0)
      yield found('settings', false, errorDetail('not_filled_in', { fields: missing.join(', ') }));
    else if (this.signIns.isUnreadable(exchange))
      yield found('settings', false, errorDetail('not_decrypted', { fields: 'password' }));
    else yield found('settings', true, errorDetail('filled_in'));
    yield await this.addressFinding((exchange.settings as { apiUrl: string }).apiUrl);
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

  private async addressFinding(apiUrl: string): Promise<CheckFinding> {
    const forbidden = whyTargetIsForbidden(apiUrl, this.config.allowPrivateTargets);
    if (forbidden) return found('address', false, forbidden);
    const host = new URL(apiUrl).hostname.replace(/^\[|\]$/g, '');
    try {
      const addresses = (await lookup(host, { all: true })).map(({ address }) => address);
      if (!this.config.allowPrivateTargets && !addresses.every(isPublic))
        return found('address', false, errorDetail('host_private', { host }));
      return found('address', true, errorDetail('host_found', { host, address: addresses[0]! }));
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return found('address', false, errorDetail('host_not_found', { host, reason: code }));
    }
  }
}

function found(name: string, ok: boolean, detail: ErrorDetail): CheckFinding {
  return { name, ok, ...detail };
}
