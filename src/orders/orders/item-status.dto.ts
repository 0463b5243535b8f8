import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, MaxLength, ValidateIf } from 'class-validator';
import { FieldError } from '../../platform/field-error.dto.js';
import { LastChangeView } from '../../platform/http/problem.dto.js';
import { IsId, IsOptionalCount, IsOptionalDefined, ObjectsOf } from '../../platform/http/validation.js';
import { StatusBadge } from '../order-statuses/order-status.dto.js';
import { HoldSeconds, UndoOffer } from '../undo/undo.dto.js';

const MAX_ITEMS_AT_ONCE = 500;

export class ItemPieces {
  @IsId()
  id: string;

  /** Pieces, from 1 up to the item's quantity; fewer divide it, and the rest stays where it is. Absent = all of them. */
  @IsOptionalCount()
  quantity?: number;

  /** Pieces that the item has as the caller knows it; when it has others by now, 409 `changed_meanwhile`: a repeat divides nothing twice. */
  @IsOptionalCount()
  of?: number;

  /**
   * Status that the item is in as the caller knows it. When it is in another one by now, and not in the one it is to be put into, nothing
   * of its order is changed: `overtaken` says so of one order among others, 409 `changed_meanwhile` where no other is left.
   */
  @IsId()
  @IsOptionalDefined()
  fromStatusId?: string;
}

export class SetItemStatus {
  /** Up to 500 whole items, of any orders. */
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS_AT_ONCE)
  @IsArray()
  @ValidateIf(({ itemIds, items }: SetItemStatus) => itemIds !== undefined || items === undefined)
  @ApiProperty({ required: false })
  itemIds?: string[];

  /** Instead of `itemIds`, where pieces are counted. */
  @IsOptionalDefined()
  @ObjectsOf(() => ItemPieces)
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS_AT_ONCE)
  @IsArray()
  items?: ItemPieces[];

  @IsId()
  statusId: string;

  /** For the texts and the history. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(2_000)
  comment?: string;

  /** Nobody is told for so many seconds, in which it can be undone. */
  @HoldSeconds()
  hold?: number;
}

export class ChangedOrderView {
  id: string;
  status: StatusBadge | null;
}

/** An order of which nothing is changed, since items of it are in another status than the caller knows. */
export class OvertakenOrderView {
  id: string;
  code: 'changed_meanwhile';
  /** Of these items, by their place in the call. */
  errors: FieldError[];
  /** Who changed one of them last; null = it is not known. */
  changed: LastChangeView | null;
}

export class ItemStatusOutcome {
  /** How many items passed into the status. */
  changed: number;
  /** How many were in it already. */
  unchanged: number;
  orders: ChangedOrderView[];
  /** Absent = none. */
  overtaken?: OvertakenOrderView[];
}

/** Pieces that were divided off an item, since only they passed into the status. */
export class DividedItem {
  /** Of the item that they are now. */
  id: string;
  /** Of the item that keeps the rest. */
  fromId: string;
  quantity: number;
}

export class ItemStatusResult extends ItemStatusOutcome {
  divided: DividedItem[];

  /** Null = it cannot be undone. */
  @ApiProperty({ type: UndoOffer, nullable: true })
  undo: UndoOffer | null;
}
