import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';
import { RULE_ACTIONS, type RuleAction } from '../../orders/external-orders/rule-verdict.js';
import { errorDetail } from '../../platform/error-texts.js';
import { IsId, IsOptionalDefined } from '../../platform/http/validation.js';

const MOST_BRANDS = 500;
const MOST_LISTS = 200;
/** Percent: ten times the price. */
const MOST_PERCENT = 1_000;
const MOST_HOURS = 8_760;
const MOST_DAYS = 365;
const LONGEST_DELAY = 60;

const Between = (min: number, max: number) => applyDecorators(IsOptionalDefined(), Max(max), Min(min));
const ONE_PLACE = errorDetail('one_place');
/** `IsNumber` looks for a point in what is written out, and 1e-7 has none. */
const OnePlace = () =>
  ValidateBy(
    { name: 'onePlace', validator: { validate: (value: number) => Number(value.toFixed(1)) === value } },
    { message: ONE_PLACE.message, context: ONE_PLACE },
  );
const Percent = () => applyDecorators(Between(0, MOST_PERCENT), OnePlace());
const Whole = (min: number, max: number) => applyDecorators(Between(min, max), IsInt());
const Flag = () => applyDecorators(IsOptionalDefined(), IsBoolean());
const Amount = () =>
  applyDecorators(IsOptionalDefined(), Matches(/^\d{1,12}(\.\d{1,2})?$/, { context: errorDetail('decimal') }));
const BrandNames = () =>
  applyDecorators(
    IsOptionalDefined(),
    IsArray(),
    ArrayMaxSize(MOST_BRANDS),
    ArrayMinSize(1),
    IsString({ each: true }),
    Length(1, 100, { each: true }),
  );

/** All that are named have to hold. Offers count only of price lists that are in force and not stale. */
export class ProcessingRuleConditions {
  /** Whether there is an offer. */
  @Flag()
  offerFound?: boolean;

  /** Free pieces in one offer: all that are ordered, at least one, none. */
  @IsOptionalDefined()
  @IsIn(['full', 'any', 'none'])
  stock?: 'full' | 'any' | 'none';

  /** Percent by which the offer may be dearer than the position, one place. */
  @Percent()
  deviationUp?: number;

  /** Percent by which the offer may be cheaper than the position, one place. */
  @Percent()
  deviationDown?: number;

  /** Since the offer's list came. */
  @Whole(1, MOST_HOURS)
  maxListAgeHours?: number;

  @Whole(0, MOST_DAYS)
  maxDeliveryDays?: number;

  /** The offer comes within the days that the buyer was promised. */
  @Flag()
  inTime?: boolean;

  /** Of the whole order, decimal string. */
  @Amount()
  minTotal?: string;

  /** Of the whole order, decimal string; not below `minTotal`. */
  @Amount()
  maxTotal?: string;

  /** By any of their spellings. */
  @BrandNames()
  brands?: string[];

  /** By any of their spellings. */
  @BrandNames()
  exceptBrands?: string[];

  /** Offers of these lists alone. */
  @IsOptionalDefined()
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LISTS)
  @IsArray()
  priceListIds?: string[];

  /** By the calendar of the connection's region, when the order is judged. */
  @IsOptionalDefined()
  @IsIn(['working', 'outside'])
  hours?: 'working' | 'outside';

  /** Whether an order of the same phone number was accepted before. */
  @Flag()
  knownBuyer?: boolean;
}

export class ProcessingRuleAction {
  /** `accept_available` accepts what is free and refuses the rest; `leave` leaves it to a person. */
  @IsIn(RULE_ACTIONS)
  @ApiProperty({ enum: RULE_ACTIONS })
  kind: RuleAction;

  /** Given with a refusal. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(2_000)
  reason: string = '';

  /** For so long GettZap is not told, and the decision can be undone. */
  @Whole(0, LONGEST_DELAY)
  delayMinutes: number = 0;
}
