import { REASON_CODE_TEXTS } from '../../../src/orders/external-orders/reason-code-texts';
import type { Schemas } from '../api/client';
import { language } from '../i18n/language';
import { deviationInWords, deviationOf } from '../offers/offer-words';
import { text as t } from './rule-texts';

type Position = Schemas['PositionView'];
export type ReasonCode = Schemas['WouldBeView']['reasonCode'];

/** What a rule did with a position, or would have done. */
export type Marked = Pick<Position, 'decision' | 'wouldBe' | 'state' | 'price'>;

/** A rule's name by its id. */
export type RuleName = (id: string) => string;

export function reasonInWords(code: ReasonCode): string {
  return REASON_CODE_TEXTS[code][language()];
}

/** Whether a rule has anything to do with it. */
export function isOfRule({ decision, wouldBe }: Marked): boolean {
  return decision?.by === 'rule' || wouldBe !== null;
}

/** «Приняло правило „Есть на складе“: есть в наличии, дороже на 4 %»; undefined = a rule did not decide it. */
export function decisionInWords({ decision, state, price }: Marked, ruleName: RuleName): string | undefined {
  if (decision?.by !== 'rule' || !decision.ruleId) return undefined;
  const { ruleId, reasonCode, offer } = decision;
  const why = [reasonCode && reasonInWords(reasonCode), offer && deviationInWords(deviationOf(offer.price, price))];
  return t(state === 'refused' ? 'refused' : 'accepted', {
    rule: ruleName(ruleId),
    why: why.filter(Boolean).join(', '),
  });
}

/** «Правило „Есть на складе“ приняло бы 2 шт.: есть в наличии»; undefined = none would have done anything, or what was left to people is done. */
export function wouldBeInWords({ decision, wouldBe, state }: Marked, ruleName: RuleName): string | undefined {
  if (!wouldBe || decision?.by === 'rule') return undefined;
  const { ruleId, action, quantity, reasonCode } = wouldBe;
  const said = { rule: ruleName(ruleId), quantity, why: reasonInWords(reasonCode) };
  if (action === 'leave') return state === 'open' ? t('leaves', said) : undefined;
  return t(quantity > 0 ? 'wouldAccept' : 'wouldRefuse', said);
}
