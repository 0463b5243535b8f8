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
 * Where a rule before may fit as well, since its lists are too old to tell, only what comes to the same is decided.
 * @param rules of the order's connection that are gone by, in their order
 * @returns by position; one that no rule fits, or that is left in doubt, has none
 */
export function judge(rules: JudgingRule[], order: JudgedOrder): Map<JudgedPosition, Verdict> {
  const settled = new Map<JudgedPosition, Verdict | undefined>();
  const missed = new Map<JudgedPosition, NonNullable<Fit['missedBy']>>();
  const doubts = new Doubts();
  let taken = new TakenPieces(order.brandKeys);
  for (const rule of rules) {
    const withThese = taken.copy();
    const found = new Map<JudgedPosition, Verdict>();
    const unsure: JudgedPosition[] = [];
    for (const position of order.positions) {
      if (settled.has(position)) continue;
      const fit = fitOf(rule, order, position, withThese);
      if (fit.fits) found.set(position, verdictOf(rule, order, position, fit, withThese, missed.get(position)));
      else if (fit.isUnsure) unsure.push(position);
      if (fit.missedBy && !missed.has(position)) missed.set(position, fit.missedBy);
    }
    const isWhole = rule.scope === 'order';
    if (isWhole && found.size + unsure.length < order.positions.length) continue;
    const isUnsure = isWhole && unsure.length > 0;
    doubts.note(rule, isUnsure ? order.positions : unsure);
    if (isUnsure) continue;
    const isDoubtful = isWhole && [...found].some(([position, verdict]) => doubts.areAbout(position, verdict));
    for (const [position, verdict] of found)
      settled.set(position, isDoubtful || doubts.areAbout(position, verdict) ? undefined : verdict);
    taken = withThese;
  }
  return new Map([...settled].filter((each): each is [JudgedPosition, Verdict] => each[1] !== undefined));
}

/** What rules that may fit would do, position by position. */
class Doubts {
  private readonly actions = new Map<JudgedPosition, Set<RuleAction>>();

  note({ action }: JudgingRule, positions: JudgedPosition[]): void {
    for (const position of positions)
      this.actions.set(position, (this.actions.get(position) ?? new Set()).add(action.kind));
  }

  /** Whether it could come out otherwise than a rule after them has it. */
  areAbout(position: JudgedPosition, { action, quantity }: Verdict): boolean {
    if (action === 'leave') return false;
    const same = quantity === position.quantity ? 'accept' : action;
    const isSame = (kind: RuleAction) => kind === same && kind !== 'accept_available';
    return ![...(this.actions.get(position) ?? [])].every(isSame);
  }
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
