import { currentTime } from '../api/clock';
import { dateTime, number, percent } from '../i18n/format';
import type { RuleResults } from './processing-rule';
import { text as t } from './texts';

/** Fewer decisions of people beside the rule's say little. */
const FEWEST_COMPARED = 20;
/** Percent of them that a rule should be like. */
const LEAST_AGREEMENT = 95;

const WEEK_MS = 7 * 24 * 3_600_000;
/** The service's week ends when it is asked. */
const MARGIN_MS = 60_000;

/** How many decisions of people there are beside the rule's. */
const comparedOf = ({ agreed, disagreed }: RuleResults) => agreed + disagreed;

/** Percent with one place, never rounded up to all of them; null = there is nothing to compare yet. */
export function agreementOf(results: RuleResults): number | null {
  const compared = comparedOf(results);
  return compared === 0 ? null : Math.floor((results.agreed / compared) * 1_000) / 10;
}

/** «За 7 дней: 212 решений, согласие 97 %». @param now ms */
export function resultsInWords(results: RuleResults, now = currentTime()): string {
  const { since, decided } = results;
  const isWeek = Date.parse(since) <= now - WEEK_MS + MARGIN_MS;
  const when = isWeek ? t('week') : t('since', { time: dateTime(since) });
  if (decided === 0) return t('noResults', { when });
  const agreement = agreementOf(results);
  const like = agreement === null ? t('nothingToCompare') : t('agreement', { percent: percent(agreement) });
  return t('results', { when, decided: t('decisions', { count: decided }), agreement: like });
}

/** Why it is too early, or unwise, to have a rule decide; null = it has shown what it does. */
export function doubtOf(results: RuleResults): string | null {
  const compared = comparedOf(results);
  if (compared < FEWEST_COMPARED) return t('fewCompared', { count: compared, least: FEWEST_COMPARED });
  const agreement = agreementOf(results)!;
  if (agreement >= LEAST_AGREEMENT) return null;
  return t('littleAgreement', { disagreed: number(results.disagreed), compared: number(compared) });
}
