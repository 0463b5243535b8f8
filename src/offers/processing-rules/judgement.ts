import type { RuleAction, RuleMark } from '../../orders/external-orders/rule-verdict.js';
import type { PositionOffer } from '../order-offers/offered-position.js';
import { type Fit, fitOf } from './conditions.js';
import { type JudgedOrder, type JudgedPosition, type JudgingRule, TakenPieces } from './judged-order.js';

/** That are looked at between two pauses, each with its offers. */
const POSITIONS_AT_ONCE = 100;

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
 * Where nothing tells whether a rule before fits, since its lists are too old, say, only what comes to the same is decided; else that rule
 * leaves it to a person. It pauses now and then, since a hundred of them over a long order with many offers take most of a second.
 * @param rules of the order's connection that are gone by, in their order
 * @returns by position; one that no rule fits, for certain, has none
 */
export function* judge(rules: JudgingRule[], order: JudgedOrder): Generator<void, Map<JudgedPosition, Verdict>, void> {
  const settled = new Map<JudgedPosition, Verdict>();
  const missed = new Map<JudgedPosition, NonNullable<Fit['missedBy']>>();
  const doubts = new Doubts();
  let taken = new TakenPieces();
  let looked = 0;
  for (const rule of rules) {
    const withThese = taken.copy();
    const found = new Map<JudgedPosition, Verdict>();
    const unsure = new Map<JudgedPosition, Verdict>();
    for (const position of order.positions) {
      if (settled.has(position)) continue;
      looked += 1;
      if (looked % POSITIONS_AT_ONCE === 0) yield;
      const fit = fitOf(rule, order, position, withThese);
      if (fit.fits) found.set(position, verdictOf(rule, order, position, fit, withThese, missed.get(position)));
      else if (fit.unsureBy) unsure.set(position, leftBy(rule, order, position, fit.unsureBy, withThese));
      if (fit.missedBy && !missed.has(position)) missed.set(position, fit.missedBy);
    }
    const isWhole = rule.scope === 'order';
    if (isWhole && found.size + unsure.size < order.positions.length) continue;
    for (const [position, left] of unsure) doubts.note(position, rule, left);
    if (isWhole && unsure.size > 0) {
      const [left] = unsure.values();
      for (const position of found.keys()) doubts.note(position, rule, left!);
      continue;
    }
    const [ofWhole] = isWhole ? [...found].flatMap(([position, verdict]) => doubts.about(position, verdict) ?? []) : [];
    for (const [position, verdict] of found)
      settled.set(position, doubts.about(position, verdict) ?? ofWhole ?? verdict);
    taken = withThese;
  }
  for (const position of order.positions) {
    const left = doubts.first(position);
    if (left && !settled.has(position)) settled.set(position, left);
  }
  return settled;
}

/** What rules that may fit would do, position by position. */
class Doubts {
  private readonly byPosition = new Map<JudgedPosition, Array<{ action: RuleAction; left: Verdict }>>();

  /** @param left what becomes of the position if that matters */
  note(position: JudgedPosition, { action }: JudgingRule, left: Verdict): void {
    const known = this.byPosition.get(position) ?? [];
    this.byPosition.set(position, [...known, { action: action.kind, left }]);
  }

  /** Of the first rule that may fit the position. */
  first(position: JudgedPosition): Verdict | undefined {
    return this.byPosition.get(position)?.[0]?.left;
  }

  /** Of the first rule by which it could come out otherwise than a rule after it has it, if there is one. */
  about(position: JudgedPosition, { action, quantity }: Verdict): Verdict | undefined {
    if (action === 'leave') return undefined;
    const same = quantity === position.quantity ? 'accept' : action;
    const isSame = (kind: RuleAction) => kind === same && kind !== 'accept_available';
    return this.byPosition.get(position)?.find((doubt) => !isSame(doubt.action))?.left;
  }
}

/** What becomes of a position of which nothing tells whether the rule fits. */
function leftBy(
  rule: JudgingRule,
  order: JudgedOrder,
  position: JudgedPosition,
  unsureBy: NonNullable<Fit['unsureBy']>,
  taken: TakenPieces,
): Verdict {
  const codes = {
    stale_list: 'stale_list',
    no_list: 'no_offer',
    stock: stockCode(order, position, null, taken),
  } as const;
  return { rule, ruleId: rule.id, action: 'leave', quantity: 0, offer: null, reasonCode: codes[unsureBy] };
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
