import { Injectable, OnModuleInit } from '@nestjs/common';
import { IsBoolean, IsInt, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { errorDetail } from '../../platform/error-texts.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { errorsOf } from '../../platform/http/validation.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import {
  type CheckFinding,
  type ExchangeKind,
  ExchangeKinds,
  type Revision,
} from '../exchanges/exchange-kinds.service.js';
import { ExchangeTrying } from '../exchanges/exchange-trying.service.js';
import { ExchangeStatuses } from '../exchanges/exchange-statuses.service.js';
import { piecesOf } from '../exchanges/handed-over-order.js';
import { AbcpClient } from './abcp-client.service.js';
import { newOrder } from './abcp-request.js';
import { partKeyOf } from './part-key.js';
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
  readonly contentOf = piecesOf;
  readonly defaultSettings = DEFAULT_ABCP_SETTINGS;

  constructor(
    private readonly kinds: ExchangeKinds,
    private readonly client: AbcpClient,
    private readonly trying: ExchangeTrying,
    private readonly statuses: ExchangeStatuses,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  check(settings: object): FieldError[] {
    const errors = errorsOf(settings, AbcpSettingsRules, 'settings');
    return errors.length > 0 ? errors : this.trying.addressErrors((settings as AbcpSettings).apiUrl);
  }

  missing({ settings, passwordSealed }: Exchange): string[] {
    const { apiUrl, login } = settings as AbcpSettings;
    const needed = { apiUrl, login, password: passwordSealed };
    return Object.entries(needed).flatMap(([name, value]) => (value === '' ? [name] : []));
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
  tryOut(exchange: Exchange): AsyncGenerator<CheckFinding> {
    const call = () => this.client.statuses(exchange);
    return this.trying.steps(exchange, this.missing(exchange), call, async ({ statuses }) => {
      await this.statuses.learn(exchange.id, statuses);
      return errorDetail('statuses_found', { count: statuses.length });
    });
  }
}
