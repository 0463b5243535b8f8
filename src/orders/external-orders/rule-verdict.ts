/** Why a processing rule decided as it did. */
export const REASON_CODES = [
  'in_stock',
  'partial_stock',
  'zero_stock',
  'no_offer',
  'unknown_brand',
  'stale_list',
  'price_too_high',
  'outside_hours',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export const RULE_ACTIONS = ['accept', 'accept_available', 'refuse', 'leave'] as const;
export type RuleAction = (typeof RULE_ACTIONS)[number];

/** Of a position that a processing rule decided. */
export interface RuleMark {
  ruleId: number;
  reasonCode: ReasonCode;
}

/** What a rule in shadow would have done with a position. */
export interface WouldBe extends RuleMark {
  action: RuleAction;
  /** Pieces that it would have accepted. */
  quantity: number;
}
