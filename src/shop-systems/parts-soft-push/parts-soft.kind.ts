import { Injectable, OnModuleInit } from '@nestjs/common';
import { IsBoolean, IsIn, IsInt, IsNumber, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
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
import { foldedKey } from '../exchanges/folded-key.js';
import { piecesOf } from '../exchanges/handed-over-order.js';
import { PartsSoftClient } from './parts-soft-client.service.js';
import { basketForm } from './parts-soft-request.js';
import {
  DEFAULT_PARTS_SOFT_SETTINGS,
  OFFER_CHOICES,
  type OfferChoice,
  type PartsSoftSettings,
} from './parts-soft-settings.js';

export const PARTS_SOFT_CHANNEL = 'parts_soft';

const SHORTEST_POLL_S = 60;
const LONGEST_POLL_S = 3_600;
const MOST_DEVIATION = 1_000;
const CHECK_WITHIN_MS = 15_000;

class PartsSoftSettingsRules implements PartsSoftSettings {
  @IsString()
  @MaxLength(255)
  apiUrl: string;

  @Matches(/^(\/[\w-]{1,40}){1,8}$/, { context: errorDetail('pattern') })
  searchPath: string;

  @IsIn(OFFER_CHOICES)
  offer: OfferChoice;

  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(MOST_DEVIATION)
  @ValidateIf((_, value) => value !== null)
  maxPriceDeviation: number | null;

  @IsInt()
  @Min(SHORTEST_POLL_S)
  @Max(LONGEST_POLL_S)
  pollSeconds: number;

  @IsBoolean()
  applyMissingLines: boolean;
}

/** PARTS SOFT by its client API: orders go through the basket of one of its customers, and what became of them is asked for. */
@Injectable()
export class PartsSoftKind implements ExchangeKind, OnModuleInit {
  readonly name = 'parts_soft';
  readonly path = null;
  readonly tellsStatuses = false;
  readonly channel = PARTS_SOFT_CHANNEL;
  readonly addressSetting = 'apiUrl';
  readonly contentOf = piecesOf;
  readonly defaultSettings = DEFAULT_PARTS_SOFT_SETTINGS;

  constructor(
    private readonly kinds: ExchangeKinds,
    private readonly client: PartsSoftClient,
    private readonly trying: ExchangeTrying,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  check(settings: object): FieldError[] {
    const errors = errorsOf(settings, PartsSoftSettingsRules, 'settings');
    return errors.length > 0 ? errors : this.trying.addressErrors((settings as PartsSoftSettings).apiUrl);
  }

  missing({ settings, passwordSealed }: Exchange): string[] {
    const needed = { apiUrl: (settings as PartsSoftSettings).apiUrl, password: passwordSealed };
    return Object.entries(needed).flatMap(([name, value]) => (value === '' ? [name] : []));
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

  appliesMissingLines(settings: object): boolean {
    return (settings as PartsSoftSettings).applyMissingLines;
  }

  /** Reads the basket, which changes nothing there. */
  tryOut(exchange: Exchange): AsyncGenerator<CheckFinding> {
    const call = () => this.client.basket(exchange, performance.now() + CHECK_WITHIN_MS);
    return this.trying.steps(exchange, this.missing(exchange), call, async ({ found = [] }) =>
      errorDetail('basket_read', { count: found.length }),
    );
  }
}
