import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, call, type Schemas } from '../api/client';
import { outOfDate, queries } from '../api/queries';
import { wholeList } from '../api/whole-list';
import { word } from '../i18n/words';
import { useMay } from '../session/session';

export type ProcessingRule = Schemas['ProcessingRuleView'];
export type RuleConditions = ProcessingRule['conditions'];
export type RuleAction = ProcessingRule['action'];
export type RuleMode = ProcessingRule['mode'];
export type RuleResults = Schemas['ProcessingRuleResults'];
export type NewRule = Schemas['CreateProcessingRule'];
export type RuleChange = Schemas['UpdateProcessingRule'];

export const MODES: RuleMode[] = ['off', 'shadow', 'on'];

/** All rules that the user sees, by connection in their order. */
export const RULES = ['processing-rules', 'all'];

export const ruleKey = (id: string) => ['processing-rules', 'one', id];

/** Those of one connection, in the order in which they are gone by. */
export const rulesOf = (rules: ProcessingRule[], connection: string) =>
  rules.filter(({ connectionId }) => connectionId === connection);

export function useRules(enabled = true) {
  return useQuery({
    enabled,
    queryKey: RULES,
    queryFn: async ({ signal }) => (await call(api.GET('/api/processing-rules', { signal }))).data,
  });
}

export function useRule(id: string) {
  return useQuery({
    queryKey: ruleKey(id),
    queryFn: ({ signal }) => call(api.GET('/api/processing-rules/{id}', { params: { path: { id } }, signal })),
  });
}

/** How often people agree with a rule; looked at again when orders change. @param isSeen else it is not asked for */
export function useResults(id: string, isSeen = true) {
  return useQuery({
    enabled: isSeen,
    queryKey: ['rule-results', id],
    queryFn: ({ signal }) => call(api.GET('/api/processing-rules/{id}/results', { params: { path: { id } }, signal })),
  });
}

/** What a rule is called: «Есть в наличии»; № 5 of one that is gone, or that the user may not see. @param isAsked whether any is named */
export function useRuleName(isAsked: boolean): (id: string) => string {
  const maySee = useMay('readRules');
  const { data } = useRules(isAsked && maySee);
  return useCallback(
    (id) => {
      const rule = data?.find((each) => each.id === id);
      return rule ? `«${rule.name}»` : word('numbered', { id });
    },
    [data],
  );
}

/** Price lists by which offers are told apart; none for who does not work with them. */
export function usePriceListNames(): Schemas['PriceListView'][] {
  const { data = NONE } = useQuery({
    queryKey: ['price-lists', 'all-names'],
    queryFn: ({ signal }) =>
      wholeList((paging) => {
        const query = { ...paging, sort: 'createdAt' as const };
        return call(api.GET('/api/price-lists', { params: { query }, signal }));
      }),
  });
  return data;
}

const NONE: Schemas['PriceListView'][] = [];

/** Shows the answer to a change at once, and looks again at all that shows rules. */
export function ruleChanged(rule: ProcessingRule): Promise<void> {
  queries.setQueryData(ruleKey(rule.id), rule);
  queries.setQueryData<ProcessingRule[]>(RULES, (all) => all?.map((each) => (each.id === rule.id ? rule : each)));
  return rulesChanged();
}

export function rulesChanged(): Promise<void> {
  return outOfDate('processing-rules', 'rule-results');
}

/** After a rule has gone, of which nothing can be asked any more: it is in no list from then on, so that none asks for its results. */
export function ruleDeleted(id: string): Promise<void> {
  queries.removeQueries({ queryKey: ruleKey(id) });
  queries.setQueryData<ProcessingRule[]>(RULES, (all) => all?.filter((each) => each.id !== id));
  return outOfDate('processing-rules');
}

export const rulesAddress = (connectionId: string) => `/processing-rules?connection=${connectionId}`;
