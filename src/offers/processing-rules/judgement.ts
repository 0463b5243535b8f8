import type { RuleAction, RuleMark } from '../../orders/external-orders/rule-verdict.js';
import type { PositionOffer } from '../order-offers/offered-position.js';
import { type Fit, fitOf } from './conditions.js';
import { type JudgedOrder, type JudgedPosition, type JudgingRule, TakenPieces } from './judged-order.js';

/** What a rule makes of a position. */
export interface Verdict extends RuleMark {
  rule: JudgingRule;
  action: RuleAction;
  /** Pieces that are accepted; 0 of a refusal, and where it is left to a person. */
  quantity: number;
  /** What it is accepted with; null = the rule needs none, and there is none. */
  offer: PositionOffer | null;
}

/**
 * What the rules make of an order: of each position the first that fits, in their order. What one position takes is not there for the next.
 * @param rules of the order's connection that are gone by, in their order
 * @returns by position; one that no rule fits has none
 */
export function judge(rules: JudgingRule[], order: JudgedOrder): Map<JudgedPosition, Verdict> {
  const verdicts = new Map<JudgedPosition, Verdict>();
  const missed = new Map<JudgedPosition, NonNullable<Fit['missedBy']>>();
  let taken = new TakenPieces(order.brandKeys);
  for (const rule of rules) {
    const withThese = taken.copy();
    const found = new Map<JudgedPosition, Verdict>();
    for (const position of order.positions) {
      if (verdicts.has(position)) continue;
      const fit = fitOf(rule, order, position, withThese);
      if (fit.fits) found.set(position, verdictOf(rule, order, position, fit, withThese, missed.get(position)));
      else if (fit.missedBy && !missed.has(position)) missed.set(position, fit.missedBy);
    }
    if (rule.scope === 'order' && found.size < order.positions.length) continue;
    for (const [position, verdict] of found) verdicts.set(position, verdict);
    taken = withThese;
  }
  return verdicts;
}

function verdictOf(
  rule: JudgingRule,
  order: JudgedOrder,
  position: JudgedPosition,
  { offer, quantity }: Fit,
  taken: TakenPieces,
  missedBy: Fit['missedBy'],
): Verdict {
  const code = stockCode(order, position, offer, taken);
  if (offer) taken.take(offer, quantity);
  // Why it is not accepted is what a rule before missed by; why it is, that there is enough.
  const reasonCode = quantity > 0 ? code : (missedBy ?? code);
  return { rule, ruleId: rule.id, action: rule.action.kind, quantity, offer, reasonCode };
}

function stockCode(
  { lists }: JudgedOrder,
  { offers, quantity, isBrandKnown }: JudgedPosition,
  offer: PositionOffer | null,
  taken: TakenPieces,
): RuleMark['reasonCode'] {
  const best = offer ?? offers.find(({ isStale }) => !isStale);
  if (!best) {
    if (offers.length > 0) return 'stale_list';
    if (!isBrandKnown) return 'unknown_brand';
    return lists.some(({ isStale }) => isStale) ? 'stale_list' : 'no_offer';
  }
  const left = taken.leftOf(best);
  if (left >= quantity) return 'in_stock';
  return left > 0 ? 'partial_stock' : 'zero_stock';
}
