import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsHexColor,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { LimitMinutes } from '../../access/regions/limit-minutes.js';
import { PageOf } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined, IsId, ExpectedVersion, Trimmed } from '../../platform/http/validation.js';
import { type OrderStatus, type OverdueMove, STATUS_GROUPS, type StatusGroup } from './order-status.entity.js';
import { MAX_TEMPLATE_LENGTH, TextScope } from './text-variables.js';

/** Of a directory, which is put in order as a whole. */
export const MAX_STATUSES = 1_000;

/** What GettZap is told: a status of its own ("" = nothing) and a Liquid template of the comment. */
class GettzapText {
  @IsOptionalDefined()
  @IsString()
  @MaxLength(255)
  status?: string;

  @IsOptionalDefined()
  @IsString()
  @MaxLength(MAX_TEMPLATE_LENGTH)
  text?: string;
}

class GettzapBlock {
  /** When an item passes into the status. */
  @IsOptionalDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => GettzapText)
  item?: GettzapText;

  /** When the whole order passes into the status. */
  @IsOptionalDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => GettzapText)
  order?: GettzapText;
}

/** They are put into another status. */
export class MoveOverdue implements OverdueMove {
  @ApiProperty({ enum: ['set_status'] })
  @IsIn(['set_status'])
  kind: 'set_status';

  @IsId()
  statusId: string;
}

export class CreateOrderStatus {
  @Trimmed()
  @IsString()
  @Length(1, 255)
  name: string;

  @IsIn(STATUS_GROUPS)
  group: StatusGroup;

  /** `#rrggbb`. */
  @IsOptionalDefined()
  @IsHexColor()
  @Length(7, 7)
  color?: string;

  /** Place in the directory, ascending. */
  @IsOptionalDefined()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  position?: number;

  /** New items begin in it; turning it on takes it from the one that had it. */
  @IsOptionalDefined()
  @IsBoolean()
  isInitial?: boolean;

  /** Tell the manager when items pass into the status. */
  @IsOptionalDefined()
  @IsBoolean()
  notifyManager?: boolean;

  @IsOptionalDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => GettzapBlock)
  gettzap?: GettzapBlock;

  /** How long an item may stay in it, by the working hours of its order's region; null = there is no limit. */
  @LimitMinutes()
  leaveMinutes?: number | null;

  /** So long before the end managers are told, less than `leaveMinutes`; null = they are not. */
  @LimitMinutes()
  leaveWarnMinutes?: number | null;

  /** What is done with items that did not leave it in time; null = nothing. */
  @ApiPropertyOptional({ type: () => MoveOverdue, nullable: true })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsObject()
  @ValidateNested()
  @Type(() => MoveOverdue)
  onOverdue?: MoveOverdue | null;
}

export class UpdateOrderStatus extends PartialType(CreateOrderStatus, { skipNullProperties: false }) {
  /** Answered with 409 `changed_meanwhile` when it is not the current one. */
  @ExpectedVersion()
  version?: number;
}

export class ReorderStatuses {
  /** All statuses of the directory, each once, in their new order. */
  @IsId({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MAX_STATUSES)
  @IsArray()
  ids: string[];
}

export class GettzapTextView {
  status: string;
  text: string;
}

export class GettzapBlockView {
  item: GettzapTextView;
  order: GettzapTextView;
}

export class OrderStatusView {
  id: string;
  name: string;
  group: StatusGroup;
  color: string;
  position: number;
  isInitial: boolean;
  notifyManager: boolean;
  gettzap: GettzapBlockView;
  /** Of work, in which an item is to leave it; null = there is no limit. */
  leaveMinutes: number | null;
  leaveWarnMinutes: number | null;
  /** What is done with items that did not leave it in time; null = nothing. */
  @ApiProperty({ type: () => MoveOverdue, nullable: true })
  onOverdue: MoveOverdue | null;
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class OrderStatusPage extends PageOf(OrderStatusView) {}

/** A status as orders and items show it. */
export class StatusBadge {
  id: string;
  name: string;
  color: string;
  group: StatusGroup;
}

export class TextVariableView {
  name: string;
  label: string;
  scopes: TextScope[];
}

export function presentOrderStatus(status: OrderStatus): OrderStatusView {
  return {
    ...presentStatusBadge(status),
    position: status.position,
    isInitial: status.isInitial,
    notifyManager: status.notifyManager,
    gettzap: {
      item: { status: status.gettzapItemStatus, text: status.gettzapItemText },
      order: { status: status.gettzapOrderStatus, text: status.gettzapOrderText },
    },
    leaveMinutes: status.leaveMinutes,
    leaveWarnMinutes: status.leaveWarnMinutes,
    onOverdue: status.onOverdue,
    createdAt: status.createdAt.toISOString(),
    version: status.version,
  };
}

export function presentStatusBadge({ id, name, color, group }: OrderStatus): StatusBadge {
  return { id: String(id), name, color, group };
}
