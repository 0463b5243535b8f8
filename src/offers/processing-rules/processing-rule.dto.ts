import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsObject, IsString, Length, ValidateNested } from 'class-validator';
import { IdFilter } from '../../platform/http/filters.js';
import { ExpectedVersion, IsId, IsOptionalDefined, Trimmed } from '../../platform/http/validation.js';
import {
  type ProcessingRule,
  RULE_MODES,
  RULE_SCOPES,
  type RuleMode,
  type RuleScope,
} from './processing-rule.entity.js';
import { ProcessingRuleAction, ProcessingRuleConditions } from './rule-settings.dto.js';

export const MAX_RULES = 100;

export class CreateProcessingRule {
  @IsId()
  connectionId: string;

  @Trimmed()
  @IsString()
  @Length(1, 100)
  name: string;

  /** `order`: only if it fits all open positions. `position` when a rule is made and it is left out. */
  @IsOptionalDefined()
  @IsIn(RULE_SCOPES)
  @ApiProperty({ enum: RULE_SCOPES, required: false })
  scope?: RuleScope;

  /** Replaced as a whole; none = it fits always. */
  @ValidateNested()
  @Type(() => ProcessingRuleConditions)
  @IsObject()
  conditions: ProcessingRuleConditions;

  @ValidateNested()
  @Type(() => ProcessingRuleAction)
  @IsObject()
  action: ProcessingRuleAction;

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
