import { ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { SearchQuery } from '../../platform/http/paging.dto.js';
import { type Sortings } from '../../platform/http/read-page.js';

export const ORDER_SORTS = ['createdAt', '-createdAt', 'total', '-total', 'customerName', '-customerName'] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];

/** Paging, period and search of the two lists of orders, which are sorted by sum and buyer, too. */
export class SortedOrdersQuery extends OmitType(SearchQuery, ['sort'] as const) {
  @ApiPropertyOptional({ enum: ORDER_SORTS })
  @IsOptional()
  @IsIn(ORDER_SORTS)
  sort: OrderSort = '-createdAt';
}

/** @param alias of the table in queries @param table whose indexes they are */
export function orderSortings(alias: string, table: string): Sortings {
  return {
    total: { column: `${alias}.totalMinor`, index: `${table}_total` },
    customerName: { column: `${alias}.customerName`, index: `${table}_customer_name`, isText: true },
  };
}
