import type { RuleValues } from './rule-form';
import { text as t } from './texts';

/** What most shops begin with; the last one is empty. */
export const TEMPLATES = ['in_stock', 'no_offer', 'outside_hours', 'own'] as const;
export type Template = (typeof TEMPLATES)[number];

/** Time enough to look at what a rule decided, minutes. */
const FIRST_DELAY = 5;

const SETTINGS: Record<Template, Pick<RuleValues, 'conditions' | 'action'>> = {
  in_stock: {
    conditions: { stock: 'full', deviationUp: 0 },
    action: { kind: 'accept', reason: '', delayMinutes: FIRST_DELAY },
  },
  no_offer: {
    conditions: { offerFound: 'no' },
    action: { kind: 'refuse', reason: '', delayMinutes: FIRST_DELAY },
  },
  outside_hours: { conditions: { hours: 'outside' }, action: { kind: 'leave', reason: '', delayMinutes: 0 } },
  own: { conditions: {}, action: { kind: 'accept', reason: '', delayMinutes: FIRST_DELAY } },
};

export function valuesOfTemplate(template: Template): RuleValues {
  const { conditions, action } = SETTINGS[template];
  return {
    name: template === 'own' ? '' : t(`template.${template}`),
    scope: 'position',
    conditions,
    action: { ...action, reason: template === 'no_offer' ? t('templateReason') : '' },
  };
}

/** One that is not known is none. */
export const templateOf = (name: string | null): Template => TEMPLATES.find((each) => each === name) ?? 'own';

export const newRuleAddress = (connectionId: string, template: Template) =>
  `/processing-rules/new?connection=${connectionId}&template=${template}`;
