import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  IsISO8601,
} from 'class-validator';
import { plainToInstance } from 'class-transformer';
import { MAX_REGIONS_OF_ONE } from '../../access/actor.js';
import { HAND_OVER_STATES, type HandOverState, OrderHandOverView } from '../../orders/orders/order-hand-over.dto.js';
import { errorDetail, type ErrorParams } from '../../platform/error-texts.js';
import { MAX_STATUSES } from '../../orders/order-statuses/order-status.dto.js';
import { ErrorParamsProperty } from '../../platform/field-error.dto.js';
import type { Endpoint } from '../../outbox/outbox-message.entity.js';
import { OneOf } from '../../platform/http/filters.js';
import { PageOf, PageQuery } from '../../platform/http/paging.dto.js';
import { InvalidInputError } from '../../platform/errors.js';
import { errorsOf, ExpectedVersion, IsId, ObjectsOf, Trimmed } from '../../platform/http/validation.js';
import { EXCHANGE_KINDS, type Exchange, type ExchangeKindName, type ExchangeStatus, keyOf } from './exchange.entity.js';
import type { HandOver } from './hand-over.entity.js';

const MOST_HOURS = 720;
/** With its zone; what `new Date` takes besides is guesswork, and no database keeps any year. */
const INSTANT = /^(19|2\d)\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

export class CreateExchange {
  @IsIn(EXCHANGE_KINDS)
  @ApiProperty({ enum: EXCHANGE_KINDS })
  kind: ExchangeKindName;

  @Trimmed()
  @IsString()
  @Length(1, 255)
  name: string;
}

class ExchangeFields extends PickType(CreateExchange, ['name']) {
  @IsBoolean()
  isActive: boolean;

  /** Whose orders are handed over; empty = all regions'. */
  @IsId({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MAX_REGIONS_OF_ONE)
  @IsArray()
  regionIds: string[];

  /** Orders accepted from then on are handed over. */
  @IsISO8601({ strict: true }, { context: errorDetail('time') })
  @Matches(INSTANT, { context: errorDetail('time') })
  since: string;

  /** In front of order numbers over there. */
  @Matches(/^[\p{L}\p{N}._/-]{0,16}$/u, { context: errorDetail('pattern') })
  @IsString()
  @MaxLength(16)
  numberPrefix: string;

  /** The statuses in which an order is handed over for the first time; empty = as soon as it is accepted. */
  @IsId({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MAX_STATUSES)
  @IsArray()
  readyStatusIds: string[];

  /** The status of pieces whose refusal over there was accepted here. */
  @IsId()
  @ValidateIf((_, value) => value !== null)
  @ApiProperty({ type: String, nullable: true })
  refusedStatusId: string | null;

  /** Hours of work of silence that are an alarm, by the calendar of the (first) region, without one Monday to Friday, 9 to 18; 0 = never. */
  @Max(MOST_HOURS)
  @Min(0)
  @IsInt()
  silentAfterHours: number;

  /** Of its kind; what is left out stays as it is. */
  @IsObject()
  @ApiProperty({ type: 'object', additionalProperties: true })
  settings: Record<string, unknown>;
}

export class UpdateExchange extends PartialType(ExchangeFields, { skipNullProperties: false }) {
  @ExpectedVersion()
  version?: number;
}

export class HandOverCounts {
  /** Counted up to 10000 each. */
  waiting: number;
  sent: number;
  failed: number;
}

export class ExchangeView {
  id: string;
  @ApiProperty({ enum: EXCHANGE_KINDS })
  kind: ExchangeKindName;
  name: string;
  isActive: boolean;
  regionIds: string[];
  since: string;
  numberPrefix: string;
  readyStatusIds: string[];
  refusedStatusId: string | null;
  silentAfterHours: number;
  @ApiProperty({ type: 'object', additionalProperties: true })
  settings: Record<string, unknown>;
  /** Where the other side calls; "" = we call it. */
  url: string;
  /** What the other side signs in by; "" = it does not. */
  login: string;
  /** What we sign in by over there is stored. */
  hasPassword: boolean;
  /** Since when nothing is pushed and asked, since it refused our sign-in; null = it goes on. */
  pausedAt: string | null;
  /** E.g. `unauthorized_403`; "" = it is not paused. */
  pauseReason: string;
  /** Calls of ours have failed several times in a row. */
  isFailing: boolean;
  /** When the other side came last, or was asked last; null = never. */
  lastContactAt: string | null;
  /** It has not come for longer than it may. */
  isSilent: boolean;
  handOvers: HandOverCounts;
  /** Values of statuses that came and have no meaning here yet. */
  unmappedStatuses: number;
  openProposals: number;
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class CreatedExchangeView extends ExchangeView {
  /** Shown this once; "" = nobody signs in here. */
  password: string;
}

export class ExchangePasswordView {
  login: string;
  /** Shown this once; the one before is refused from now on. */
  password: string;
}

export class ExchangePage extends PageOf(ExchangeView) {}

export class ExchangeStatusView {
  /** As it came. */
  value: string;
  /** What people call it over there; "" = the value says it. */
  name: string;
  /** What it means here; null = nobody has said yet. */
  statusId: string | null;
  /** How many documents came with it. */
  seen: number;
  lastSeenAt: string | null;
  /** Number of such an order. */
  sample: string;
}

export class StatusMeaning {
  @IsString()
  @Length(1, 255)
  value: string;

  @IsId()
  @ValidateIf((_, value) => value !== null)
  @ApiProperty({ type: String, nullable: true })
  statusId: string | null;
}

class StatusMeanings {
  @ObjectsOf(() => StatusMeaning)
  @ArrayMaxSize(MAX_STATUSES)
  @IsArray()
  statuses: StatusMeaning[];
}

/** A list as it is sent. @throws InvalidInputError by place and field */
export function statusMeaningsOf(list: unknown): StatusMeaning[] {
  if (!Array.isArray(list)) throw InvalidInputError.of('', errorDetail('list'));
  const input = plainToInstance(StatusMeanings, { statuses: list });
  const errors = errorsOf(input, StatusMeanings, '').map((error) => ({
    ...error,
    path: error.path.replace(/^statuses/, ''),
  }));
  if (errors.length > 0) throw new InvalidInputError(errors);
  return input.statuses;
}

export class HandOverQuery extends PageQuery {
  @ApiPropertyOptional({ enum: HAND_OVER_STATES })
  @OneOf(HAND_OVER_STATES)
  state?: HandOverState;
}

export class HandOverPage extends PageOf(OrderHandOverView) {}

export class PreviewHandOver {
  @IsId()
  orderId: string;
}

/** One step of trying an exchange out: `settings`, `address`, `answer`, `sign_in`. */
export class ExchangeCheckStep {
  name: string;
  ok: boolean;
  /** Stable name of what was found. */
  code: string;
  @ErrorParamsProperty()
  params: ErrorParams;
  detail: string;
  ms: number;
}

export class ExchangeCheckView {
  ok: boolean;
  /** Up to the first that failed. */
  steps: ExchangeCheckStep[];
}

export class HandOverPreview {
  contentType: string;
  body: string;
}

/** What of an exchange is counted for its view. */
export interface ExchangeFigures extends Pick<
  ExchangeView,
  'isSilent' | 'isFailing' | 'handOvers' | 'unmappedStatuses' | 'openProposals'
> {
  lastContactAt: Date | null;
  /** Null = nothing is pushed. */
  endpoint: Endpoint | null;
}

export function presentExchange(exchange: Exchange, url: string, figures: ExchangeFigures): ExchangeView {
  const { id, kind, name, isActive, since, numberPrefix, silentAfterHours, login, createdAt, version } = exchange;
  const { lastContactAt, endpoint, ...counted } = figures;
  return {
    id: String(id),
    kind,
    name,
    isActive,
    regionIds: exchange.regionIds.map(String),
    since: since.toISOString(),
    numberPrefix,
    readyStatusIds: exchange.readyStatusIds.map(String),
    refusedStatusId: exchange.refusedStatusId === null ? null : String(exchange.refusedStatusId),
    silentAfterHours,
    settings: exchange.settings as Record<string, unknown>,
    url,
    login,
    hasPassword: exchange.passwordSealed !== '',
    pausedAt: endpoint?.pausedAt?.toISOString() ?? null,
    pauseReason: endpoint?.pauseReason ?? '',
    lastContactAt: lastContactAt?.toISOString() ?? null,
    ...counted,
    createdAt: createdAt.toISOString(),
    version,
  };
}

export function presentExchangeStatus(row: ExchangeStatus): ExchangeStatusView {
  const { value, name, statusId, seen, lastSeenAt, sample } = row;
  const status = statusId === null ? null : String(statusId);
  return { value, name, statusId: status, seen, lastSeenAt: lastSeenAt?.toISOString() ?? null, sample };
}

export function presentHandOver(row: HandOver, exchange: Exchange): OrderHandOverView {
  const { id, exchangeId, orderId, externalId, revision, state, number, error, createdAt, confirmedAt } = row;
  const problem = error === '' ? null : row.problem;
  return {
    id: String(id),
    exchangeId: String(exchangeId),
    exchangeName: exchange.name,
    orderId: String(orderId),
    externalId,
    key: keyOf(exchange, orderId),
    revision,
    state,
    number,
    error,
    errorCode: problem?.code ?? '',
    errorParams: problem?.params ?? {},
    createdAt: createdAt.toISOString(),
    confirmedAt: confirmedAt?.toISOString() ?? null,
    returnedStatus: returnedStatusOf(row),
  };
}

/** Of the document, else those of its lines. */
function returnedStatusOf({ returned }: HandOver): string {
  const ofLines = returned?.lines?.flatMap(({ statuses }) => statuses?.at(-1) ?? []) ?? [];
  return returned?.statuses.at(-1) ?? [...new Set(ofLines)].join(', ');
}
