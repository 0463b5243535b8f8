import { ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { NotificationQuery } from '../gettzap-notifications/gettzap-notification.dto.js';
import { IdFilter } from '../shared/paging.dto.js';

export const LISTED_CHANNELS = ['gettzap', 'webhook'] as const;
export type ListedChannel = (typeof LISTED_CHANNELS)[number];

/** `q` searches the order's id at the marketplace; `connectionId` goes with `gettzap`, `webhookId` with `webhook`. */
export class DeliveryListQuery extends NotificationQuery {
  /** `gettzap` unless told otherwise; `webhook` is for administrators. */
  @ApiPropertyOptional({ enum: LISTED_CHANNELS, default: 'gettzap' })
  @IsOptional()
  @IsIn(LISTED_CHANNELS)
  channel?: ListedChannel;

  @IdFilter()
  webhookId?: number;
}

/** The filters of the list, without paging. */
export class DeliveryListFilter extends OmitType(DeliveryListQuery, ['page', 'perPage', 'sort'] as const) {}

export class RetryDelivery {
  /** Also when it was delivered, or a later one of the same order was. */
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  force?: boolean;
}

export class RetryDeliveries extends RetryDelivery {
  @IsObject()
  @ValidateNested()
  @Type(() => DeliveryListFilter)
  filter: DeliveryListFilter;
}

export class RetryResultView {
  matched: number;
  retried: number;
  needConfirmation: number;
}
