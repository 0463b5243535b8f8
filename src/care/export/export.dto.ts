import { ApiPropertyOptional, IntersectionType, OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ExternalOrderQuery } from '../../orders/external-orders/external-order.dto.js';
import { ListedPositionQuery } from '../../orders/external-orders/listed-position.dto.js';
import { NOTIFICATION_KINDS, NotificationKind } from '../../marketplaces/gettzap-notifications/gettzap-notification.js';
import { NotificationQuery } from '../../marketplaces/gettzap-notifications/gettzap-notification.dto.js';
import { OrderQuery } from '../../orders/orders/order.dto.js';
import { AnyOf } from '../../platform/http/filters.js';
import { LANGUAGES, type Language } from './table.js';

export const FORMATS = ['xlsx', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

class ExportOptions {
  @ApiPropertyOptional({ enum: FORMATS, default: 'xlsx' })
  @IsOptional()
  @IsIn(FORMATS)
  format: Format = 'xlsx';

  /** Of the headings and the words for states; `ru` writes times and CSV amounts as a Russian Excel reads them. */
  @ApiPropertyOptional({ enum: LANGUAGES, default: 'ru' })
  @IsOptional()
  @IsIn(LANGUAGES)
  lang: Language = 'ru';
}

const PAGING = ['page', 'perPage'] as const;

/** The filters and the sorting of the list; `ids` for chosen rows. */
export class ExternalOrderExport extends IntersectionType(OmitType(ExternalOrderQuery, PAGING), ExportOptions) {}

/** The filters and the sorting of the list; `ids` for chosen positions. */
export class PositionExport extends IntersectionType(OmitType(ListedPositionQuery, PAGING), ExportOptions) {}

/** The filters and the sorting of the list; `ids` for chosen orders, of which all items are written. */
export class OrderExport extends IntersectionType(OmitType(OrderQuery, PAGING), ExportOptions) {}

/** The filters and the sorting of the list of GettZap notifications; `ids` for chosen rows. */
export class NotificationExport extends IntersectionType(OmitType(NotificationQuery, PAGING), ExportOptions) {
  /** The list's other channels are not exported. */
  @ApiPropertyOptional({ enum: ['gettzap'] })
  @IsOptional()
  @IsIn(['gettzap'])
  channel?: 'gettzap';

  /** One kind or several, separated by commas. */
  @AnyOf(NOTIFICATION_KINDS)
  kind?: NotificationKind[];
}
