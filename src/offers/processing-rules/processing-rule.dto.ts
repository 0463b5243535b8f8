import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { RULE_ACTIONS, type RuleAction } from '../../orders/external-orders/rule-verdict.js';
import { errorDetail } from '../../platform/error-texts.js';
import { IdFilter } from '../../platform/http/paging.dto.js';
import { ExpectedVersion, IsId, IsOptionalDefined } from '../../platform/http/validation.js';
import {
  type ProcessingRule,
  RULE_MODES,
  RULE_SCOPES,
  type RuleConditions,
  type RuleDecision,
  type RuleMode,
  type RuleScope,
} from './processing-rule.entity.js';

export const MAX_RULES = 100;
const MOST_BRANDS = 500;
const MOST_LISTS = 200;
/** Percent: ten times the price. */
const MOST_PERCENT = 1_000;
const MOST_HOURS = 8_760;
const MOST_DAYS = 365;
const LONGEST_DELAY = 60;

const Between =
  (min: number, max: number): PropertyDecorator =>
  (target, property) => {
    IsOptionalDefined()(target, property as string);
    Max(max)(target, property as string);
    Min(min)(target, property as string);
  };

const Percent = (): PropertyDecorator => (target, property) => {
  Between(0, MOST_PERCENT)(target, property);
  IsNumber({ maxDecimalPlaces: 1 })(target, property as string);
};

const Whole =
  (min: number, max: number): PropertyDecorator =>
  (target, property) => {
    Between(min, max)(target, property);
    IsInt()(target, property as string);
  };

const Flag = (): PropertyDecorator => (target, property) => {
  IsOptionalDefined()(target, property as string);
  IsBoolean()(target, property as string);
};

const Amount = (): PropertyDecorator => (target, property) => {
  IsOptionalDefined()(target, property as string);
  Matches(/^\d{1,12}(\.\d{1,2})?$/, { context: errorDetail('decimal') })(target, property as string);
};

const BrandNames = (): PropertyDecorator => (target, property) => {
  IsOptionalDefined()(target, property as string);
  IsArray()(target, property as string);
  ArrayMaxSize(MOST_BRANDS)(target, property as string);
  ArrayMinSize(1)(target, property as string);
  IsString({ each: true })(target, property as string);
  Length(1, 100, { each: true })(target, property as string);
};

/** All that are named have to hold. Offers count only of price lists that are in force and not stale. */
export class ProcessingRuleConditions implements RuleConditions {
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

export class ProcessingRuleAction implements RuleDecision {
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

class RuleSettings {
  @IsString()
  @Length(1, 100)
  name: string;

  /** `order`: only if it fits all open positions. `position` when absent. */
  @IsOptionalDefined()
  @IsIn(RULE_SCOPES)
  @ApiProperty({ enum: RULE_SCOPES, required: false })
  scope?: RuleScope;

  /** Replaced as a whole; none = it fits always. */
  @ValidateNested()
  @Type(() => ProcessingRuleConditions)
  @IsObject()
  @IsDefined()
  conditions: ProcessingRuleConditions;

  @ValidateNested()
  @Type(() => ProcessingRuleAction)
  @IsObject()
  @IsDefined()
  action: ProcessingRuleAction;
}

export class CreateProcessingRule extends RuleSettings {
  @IsId()
  connectionId: string;

  /** A new rule is `off`, or in `shadow`, as it is when this is absent. */
  @IsOptionalDefined()
  @IsIn(RULE_MODES)
  @ApiProperty({ enum: RULE_MODES, required: false })
  mode?: RuleMode;
}

/** What is left out stays as it is. */
export class UpdateProcessingRule extends PartialType(OmitType(CreateProcessingRule, ['connectionId'] as const), {
  skipNullProperties: false,
}) {
  @ExpectedVersion()
  version?: number;
}

export class ProcessingRuleQuery {
  @IdFilter()
  connectionId?: number;
}

/** All rules of a connection, in the order in which they are gone by. */
export class ProcessingRuleOrder {
  @IsId()
  connectionId: string;

  @ArrayUnique()
  @IsId({ each: true })
  @ArrayMaxSize(MAX_RULES)
  @IsArray()
  ids: string[];
}

export class ProcessingRuleView {
  id: string;
  connectionId: string;
  name: string;
  @ApiProperty({ enum: RULE_MODES })
  mode: RuleMode;
  @ApiProperty({ enum: RULE_SCOPES })
  scope: RuleScope;
  conditions: ProcessingRuleConditions;
  action: ProcessingRuleAction;
  /** Since when it judges as it does. */
  judgedSince: string;
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class ProcessingRulesView {
  /** By connection, in the order in which they are gone by. */
  data: ProcessingRuleView[];
}

/** Of positions: what the rule decided, or would have, since `since`. */
export class ProcessingRuleResults {
  /** Seven days ago, or when the rule was changed last. */
  since: string;
  decided: number;
  /** They are now as the rule had it. */
  agreed: number;
  /** Somebody decided otherwise. */
  disagreed: number;
  /** Nobody has decided yet, or again. */
  open: number;
}

export function presentRule({ id, connectionId, createdAt, judgedSince, place: _, ...rule }: ProcessingRule) {
  return {
    ...rule,
    id: String(id),
    connectionId: String(connectionId),
    judgedSince: judgedSince.toISOString(),
    createdAt: createdAt.toISOString(),
  } satisfies ProcessingRuleView;
}
