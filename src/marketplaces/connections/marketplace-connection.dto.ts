import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { LimitMinutes } from '../../access/regions/limit-minutes.js';
import { MAX_REASON } from '../../orders/external-orders/decision.dto.js';
import type { OverdueRefusal } from '../../orders/external-orders/decision-limits.service.js';
import { MAX_TEMPLATE_LENGTH } from '../../orders/order-statuses/text-variables.js';
import { PageOf } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined, ExpectedVersion, Trimmed } from '../../platform/http/validation.js';
import { Adapter, ADAPTER_CONTENT_TYPES, ADAPTER_METHODS, CONTRACT_AS_IS } from './adapter.js';
import { UpdateAdapter } from './adapter.dto.js';
import {
  MARKETPLACE_CODES,
  type MarketplaceCode,
  MarketplaceConnection,
  WAITS_FOR,
  WaitsFor,
} from './marketplace-connection.entity.js';
import { PUBLIC_REACHES, type PublicReach } from '../../platform/http/public-reach.js';
import { REVOKED_LINKS, type RevokedLinks, ShownLinks } from './order-links.service.js';
import { errorDetail } from '../../platform/error-texts.js';

/** An id, or null (or "") for none. */
const OptionalId = (): PropertyDecorator => (target, property) => {
  Transform(({ value }) => (value === '' ? null : typeof value === 'number' ? String(value) : value))(
    target,
    property as string,
  );
  ValidateIf((_, value) => value !== undefined && value !== null)(target, property as string);
  Matches(/^[1-9]\d{0,14}$/, { context: errorDetail('id') })(target, property as string);
};

const Text =
  (maxLength: number): PropertyDecorator =>
  (target, property) => {
    IsOptionalDefined()(target, property as string);
    IsString()(target, property);
    MaxLength(maxLength)(target, property as string);
  };

/** All its open positions are refused. */
export class RefuseOverdue implements OverdueRefusal {
  @ApiProperty({ enum: ['refuse'] })
  @IsIn(['refuse'])
  kind: 'refuse';

  /** As of any refusal. */
  @Trimmed()
  @IsString()
  @Length(1, MAX_REASON)
  reason: string;
}

/** What is set when a connection is made, and later. */
export class ConnectionSettings {
  @IsOptionalDefined()
  @IsBoolean()
  isActive?: boolean;

  @OptionalId()
  regionId?: string | null;

  @Text(255)
  login?: string;

  /** Write-only; "" removes it. */
  @Text(1_000)
  password?: string;

  /** Of the company profile in GettZap; write-only; "" removes it. */
  @Text(1_000)
  apiKey?: string;

  /** Base URL of GettZap's API; "" = not known yet: orders are received, and notifications wait for it. */
  @Text(500)
  apiUrl?: string;

  /** The status that items pass into when the GettZap client refused; null = they stay. */
  @OptionalId()
  cancelledStatusId?: string | null;

  /** GettZap's status on accepting; "" sends nothing. */
  @Text(255)
  acceptedStatus?: string;

  /** Liquid template of the comment on accepting. */
  @Text(MAX_TEMPLATE_LENGTH)
  acceptedText?: string;

  /** GettZap's status on refusing; "" sends nothing. */
  @Text(255)
  refusedStatus?: string;

  /** Liquid template of the comment on refusing. */
  @Text(MAX_TEMPLATE_LENGTH)
  refusedText?: string;

  /** How long the first decision may take, by the working hours of the region; null = there is no limit. */
  @LimitMinutes()
  decisionMinutes?: number | null;

  /** So long before the end managers are told, less than `decisionMinutes`; null = they are not. */
  @LimitMinutes()
  decisionWarnMinutes?: number | null;

  /** What is done with an order that was not decided in time; null = nothing. */
  @ApiPropertyOptional({ type: () => RefuseOverdue, nullable: true })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsObject()
  @ValidateNested()
  @Type(() => RefuseOverdue)
  onOverdue?: RefuseOverdue | null;

  /** Fits the connection to a format that differs from the contract. */
  @IsOptionalDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => UpdateAdapter)
  adapter?: UpdateAdapter;
}

export class UpdateConnection extends ConnectionSettings {
  /** Answered with 409 `changed_meanwhile` when it is not the current one. */
  @ExpectedVersion()
  version?: number;
}

export class CreateConnection extends ConnectionSettings {
  @IsIn(MARKETPLACE_CODES)
  marketplace: MarketplaceCode;
}

/** All empty = the contract as it is. */
export class AdapterView implements Adapter {
  inbound: string;
  outbound: string;
  url: string;
  positionUrl: string;
  @ApiProperty({ enum: ADAPTER_METHODS })
  method: Adapter['method'];
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Record<string, string>;
  @ApiProperty({ enum: ADAPTER_CONTENT_TYPES })
  contentType: Adapter['contentType'];
}

export class ConnectionView {
  id: string;
  marketplace: MarketplaceCode;
  isActive: boolean;
  regionId: string | null;
  login: string;
  hasPassword: boolean;
  hasApiKey: boolean;
  apiUrl: string;
  /** What the notifications of a connection that is on wait for; null = for nothing. */
  @ApiProperty({ enum: WAITS_FOR, nullable: true })
  waitsFor: WaitsFor | null;
  cancelledStatusId: string | null;
  acceptedStatus: string;
  acceptedText: string;
  refusedStatus: string;
  refusedText: string;
  /** Of work, in which the first decision is due; null = there is no limit. */
  decisionMinutes: number | null;
  decisionWarnMinutes: number | null;
  /** What is done with an order that was not decided in time; null = nothing. */
  @ApiProperty({ type: () => RefuseOverdue, nullable: true })
  onOverdue: RefuseOverdue | null;
  adapter: AdapterView;
  /** For administrators only. */
  orderLink?: string;
  /** How long an order link that was replaced goes on working; null = none does. For administrators only. */
  oldLinkValidUntil?: string | null;
  /** Who can post to the order link, judged by its address; `sandbox`: only the sandbox of trial mode. For administrators only. */
  @ApiProperty({ enum: PUBLIC_REACHES, required: false })
  orderLinkReach?: PublicReach;
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class ConnectionPage extends PageOf(ConnectionView) {}

export class ReplacedLinkView {
  orderLink: string;
  oldLinkValidUntil: string;
}

export class RevokeLinks {
  /** `all`: the link in force ends too, and a new one is made; `replaced`: only links that were replaced before end. */
  @IsIn(REVOKED_LINKS)
  scope: RevokedLinks;
}

export class RevokedLinkView {
  /** The link in force; "" when its secret cannot be opened any more. */
  orderLink: string;
}

export class MarketplaceView {
  code: MarketplaceCode;
  name: string;
  /** How many connections there are. */
  connections: number;
}

/** @param orderLink undefined for those who may not see it */
export function presentConnection(connection: MarketplaceConnection, links: ShownLinks | undefined): ConnectionView {
  const { regionId, cancelledStatusId } = connection;
  return {
    id: String(connection.id),
    marketplace: connection.marketplace,
    isActive: connection.isActive,
    regionId: regionId === null ? null : String(regionId),
    login: connection.login,
    hasPassword: connection.passwordSealed !== '',
    hasApiKey: connection.apiKeySealed !== '',
    apiUrl: connection.apiUrl,
    waitsFor: connection.waitsFor,
    cancelledStatusId: cancelledStatusId === null ? null : String(cancelledStatusId),
    acceptedStatus: connection.acceptedStatus,
    acceptedText: connection.acceptedText,
    refusedStatus: connection.refusedStatus,
    refusedText: connection.refusedText,
    decisionMinutes: connection.decisionMinutes,
    decisionWarnMinutes: connection.decisionWarnMinutes,
    onOverdue: connection.onOverdue,
    adapter: connection.adapter ?? CONTRACT_AS_IS,
    ...(links && {
      orderLink: links.orderLink,
      oldLinkValidUntil: links.oldLinkValidUntil?.toISOString() ?? null,
      orderLinkReach: links.reach,
    }),
    createdAt: connection.createdAt.toISOString(),
    version: connection.version,
  };
}
