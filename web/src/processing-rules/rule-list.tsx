import { VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, call } from '../api/client';
import { queries } from '../api/queries';
import { notifyFailure } from '../shared/notify';
import { type ProcessingRule, RULES, rulesChanged, rulesOf } from './processing-rule';
import { RuleCard } from './rule-card';
import classes from './rule-card.module.css';
import { useTexts } from './texts';

interface Props {
  connectionId: string;
  /** Of the connection, in their order. */
  rules: ProcessingRule[];
  mayChange: boolean;
}

/** The rules of a connection in the order in which they are gone by. */
export function RuleList({ connectionId, rules, mayChange }: Props) {
  const t = useTexts();
  const list = useRef<HTMLOListElement>(null);
  const sort = useSorting(connectionId);
  const [moved, setMoved] = useState<{ id: string; step: number; to: number }>();
  const movedTo = rules.findIndex(({ id }) => id === moved?.id);
  // Who moves a rule by the keyboard goes on with it.
  useEffect(() => {
    if (!moved || movedTo !== moved.to) return;
    const card = list.current?.querySelector(`[data-rule="${moved.id}"]`);
    const [same, other] = [moved.step, -moved.step].map((step) =>
      card?.querySelector<HTMLButtonElement>(`[data-step="${step}"]`),
    );
    // One that went far is looked for where it is now.
    if (!same) card?.querySelector('a')?.focus();
    (same?.matches(':disabled, [aria-disabled]') ? other : same)?.focus();
  }, [moved, movedTo]);
  const move = (from: number, to: number) => {
    if (from === to) return;
    const ids = rules.map(({ id }) => id);
    const [id] = ids.splice(from, 1);
    ids.splice(to, 0, id!);
    sort.mutate(ids);
    setMoved({ id: id!, step: to - from, to });
  };
  return (
    <>
      <ol ref={list} aria-label={t('rules')} className={classes.list}>
        {rules.map((rule, index) => (
          <RuleCard
            key={rule.id}
            rule={rule}
            place={index + 1}
            total={rules.length}
            mayChange={mayChange}
            onMove={(to) => move(index, to - 1)}
          />
        ))}
      </ol>
      <VisuallyHidden role="status">
        {movedTo >= 0 && t('moved', { name: rules[movedTo]!.name, place: movedTo + 1, total: rules.length })}
      </VisuallyHidden>
    </>
  );
}

/** Shows the new order at once, and the old one again when it could not be kept. */
function useSorting(connectionId: string) {
  const t = useTexts();
  return useMutation({
    // One after the other, as they were made.
    scope: { id: 'sort-rules' },
    mutationFn: (ids: string[]) => call(api.PUT('/api/processing-rules/order', { body: { connectionId, ids } })),
    onMutate: async (ids) => {
      await queries.cancelQueries({ queryKey: RULES });
      const before = queries.getQueryData<ProcessingRule[]>(RULES);
      queries.setQueryData<ProcessingRule[]>(RULES, (all) => {
        if (!all) return all;
        const ours = rulesOf(all, connectionId);
        const others = all.filter((rule) => !ours.includes(rule));
        return [...others, ...ids.flatMap((id) => ours.filter((rule) => rule.id === id))];
      });
      return { before };
    },
    onError: (error, _, context) => {
      queries.setQueryData(RULES, context?.before);
      notifyFailure(error, t('notMoved'));
    },
    onSettled: rulesChanged,
  });
}
