import { deviationOf, type PositionOffer } from '../../src/offers/order-offers/offered-position.js';
import {
  BrandKeys,
  type JudgedOrder,
  type JudgedPosition,
  type JudgingRule,
} from '../../src/offers/processing-rules/judged-order.js';
import { judge, type Verdict } from '../../src/offers/processing-rules/judgement.js';
import type {
  ProcessingRuleConditions,
  ProcessingRuleAction,
} from '../../src/offers/processing-rules/rule-settings.dto.js';
import { atOnce } from './at-once.js';
import { OFFER } from './offer.js';

export const NOW = new Date('2026-11-24T09:00:00Z');
export const WANTED_MINOR = 100_000;

export const FRESH = { id: 1, isStale: false, listedAt: OFFER.listedAt };
export const STALE = { id: 2, isStale: true, listedAt: OFFER.listedAt };

export function offer(change: Partial<PositionOffer> = {}): PositionOffer {
  const made = { ...OFFER, priceMinor: WANTED_MINOR, free: OFFER.stock, ...change };
  made.part = change.part ?? `${made.priceListId} ${made.articleKey} ${made.brandKey}`;
  return { ...made, deviation: deviationOf(made.priceMinor, WANTED_MINOR) };
}

export function position(offers: PositionOffer[], change: Partial<JudgedPosition> = {}): JudgedPosition {
  return {
    id: 1,
    quantity: 4,
    priceMinor: WANTED_MINOR,
    deliveryDays: 3,
    brandKey: 'MAHLE',
    isBrandKnown: true,
    offers,
    isCut: false,
    ...change,
  };
}

export function orderOf(positions: JudgedPosition[], change: Partial<JudgedOrder> = {}): JudgedOrder {
  return {
    total: 400_000,
    isWorkingTime: true,
    isBuyerKnown: false,
    now: NOW,
    lists: [FRESH],
    brandKeys: new BrandKeys((name) => name.toUpperCase().replaceAll('*', '')),
    positions,
    ...change,
  };
}

let rules = 0;
export function rule(
  conditions: ProcessingRuleConditions,
  kind: ProcessingRuleAction['kind'],
  change: Partial<JudgingRule> = {},
): JudgingRule {
  rules += 1;
  const action = { kind, reason: '', delayMinutes: 0 };
  return { id: rules, name: `${kind} ${rules}`, mode: 'on', scope: 'position', conditions, action, ...change };
}

/** What rules make of an order, without a pause. */
export function verdictsOf(of: JudgingRule[], order: JudgedOrder): Map<JudgedPosition, Verdict> {
  return atOnce(judge(of, order));
}

/** What becomes of each position. */
export function outcome(order: JudgedOrder, ...of: JudgingRule[]) {
  const verdicts = verdictsOf(of, order);
  return order.positions.map((each) => {
    const verdict = verdicts.get(each);
    return verdict ? [verdict.action, verdict.quantity, verdict.reasonCode] : null;
  });
}
