import { lookup } from 'node:dns/promises';
import { Injectable, OnModuleInit } from '@nestjs/common';
import { IsBoolean, IsInt, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { AppConfig } from '../../platform/config/app-config.js';
import { errorDetail } from '../../platform/error-texts.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { isPublic, whyTargetIsForbidden } from '../../platform/http/target-guard.js';
import { errorsOf } from '../../platform/http/validation.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import {
  type CheckFinding,
  type ExchangeKind,
  ExchangeKinds,
  type Revision,
} from '../exchanges/exchange-kinds.service.js';
import { ExchangeSignIns } from '../exchanges/exchange-sign-ins.service.js';
import { ExchangeStatuses } from '../exchanges/exchange-statuses.service.js';
import type { HandedOverOrder } from '../exchanges/handed-over-order.js';
import { AbcpClient, reasonOf } from './abcp-client.service.js';
import { newOrder, partKeyOf } from './abcp-request.js';
import { type AbcpSettings, DEFAULT_ABCP_SETTINGS } from './abcp-settings.js';
import { formFields } from './php-form.js';

export const ABCP_CHANNEL = 'abcp';

const SHORTEST_POLL_S = 10;
const LONGEST_POLL_S = 3_600;

/** A number of ABCP's, or nothing. */
const IsNumberThere = () => Matches(/^\d{0,15}$/, { context: errorDetail('id') });

class AbcpSettingsRules implements AbcpSettings {
  @IsString()
  @MaxLength(255)
  apiUrl: string;

  @IsString()
  @MaxLength(255)
  login: string;

  @Matches(/^\d{1,15}$/, { context: errorDetail('id') })
  @ValidateIf((_, value) => value !== null)
  customerId: string | null;

  @IsNumberThere()
  deliveryTypeId: string;

  @IsNumberThere()
  officeId: string;

  @IsNumberThere()
  distributorId: string;

  @IsNumberThere()
  routeId: string;

  @IsNumberThere()
  statusCode: string;

  @IsInt()
  @Min(SHORTEST_POLL_S)
  @Max(LONGEST_POLL_S)
  pollSeconds: number;

  @IsBoolean()
  applyMissingLines: boolean;
}

/** ABCP: orders are pushed by its API, and what became of them is asked for. */
@Injectable()
export class AbcpKind implements ExchangeKind, OnModuleInit {
  readonly name = 'abcp';
  readonly path = null;
  readonly tellsStatuses = false;
  readonly channel = ABCP_CHANNEL;
  readonly addressSetting = 'apiUrl';
  readonly defaultSettings = DEFAULT_ABCP_SETTINGS;

  constructor(
    private readonly kinds: ExchangeKinds,
    private readonly client: AbcpClient,
    private readonly signIns: ExchangeSignIns,
    private readonly statuses: ExchangeStatuses,
    private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  check(settings: object): FieldError[] {
    const errors = errorsOf(settings, AbcpSettingsRules, 'settings');
    const { apiUrl } = settings as AbcpSettings;
    if (errors.length > 0 || apiUrl === '') return errors;
    const forbidden = whyTargetIsForbidden(apiUrl, this.config.allowPrivateTargets);
    const hasMore = !forbidden && /[?#]/.test(apiUrl);
    if (hasMore) return [{ path: 'settings.apiUrl', ...errorDetail('pattern') }];
    return forbidden ? [{ path: 'settings.apiUrl', ...forbidden }] : [];
  }

  missing({ settings, passwordSealed }: Exchange): string[] {
    const { apiUrl, login } = settings as AbcpSettings;
    const needed = { apiUrl, login, password: passwordSealed };
    return Object.entries(needed).flatMap(([name, value]) => (value === '' ? [name] : []));
  }

  /** Only pieces: what else there is of an order is not changed once it was made there. */
  contentOf({ lines }: HandedOverOrder): object {
    return lines.map(({ positionId, quantity }) => ({ positionId, quantity }));
  }

  preview({ order }: Revision, settings: object): { contentType: string; body: string } {
    const fields = formFields(newOrder(order, settings as AbcpSettings), 'order');
    const body = fields.map(([name, value]) => `${name}=${value}`).join('\n');
    return { contentType: 'application/x-www-form-urlencoded', body };
  }

  partKeyOf(part: { brand: string; number: string }): string {
    return partKeyOf(part);
  }

  appliesMissingLines(settings: object): boolean {
    return (settings as AbcpSettings).applyMissingLines;
  }

  /** Asks for the directory of statuses, which needs the rights that orders need and changes nothing there. */
  async *tryOut(exchange: Exchange): AsyncGenerator<CheckFinding> {
    const missing = this.missing(exchange);
    if (missing.length > 0)
      yield found('settings', false, errorDetail('not_filled_in', { fields: missing.join(', ') }));
    else if (this.signIns.isUnreadable(exchange))
      yield found('settings', false, errorDetail('not_decrypted', { fields: 'password' }));
    else yield found('settings', true, errorDetail('filled_in'));
    yield await this.addressFinding(exchange.settings as AbcpSettings);
    const answer = await this.client.statuses(exchange);
    const { outcome, statuses } = answer;
    if (!outcome.response) return yield found('answer', false, outcome.error!);
    const { status } = outcome.response;
    if (answer.body === undefined) return yield found('answer', false, errorDetail('answer_no_json', { status }));
    yield found('answer', true, errorDetail('other_side_answered', { status }));
    if (outcome.class === 'unauthorized')
      yield found('sign_in', false, errorDetail('sign_in_refused', { reason: reasonOf(answer).message }));
    else if (outcome.class !== 'delivered')
      yield found('sign_in', false, errorDetail('call_refused', { reason: reasonOf(answer).message }));
    else {
      await this.statuses.learn(exchange.id, statuses);
      yield found('sign_in', true, errorDetail('statuses_found', { count: statuses.length }));
    }
  }

  private async addressFinding({ apiUrl }: AbcpSettings): Promise<CheckFinding> {
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

function found(name: string, ok: boolean, detail: ReturnType<typeof errorDetail>): CheckFinding {
  return { name, ok, ...detail };
}
