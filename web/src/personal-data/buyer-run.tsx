import { Button, Card, Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { api, call, type Schemas } from '../api/client';
import { type RunStep, useBoundedRun } from '../shared/bounded-run';
import { BoundedRunProgress } from '../shared/bounded-run-progress';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';

export type Buyer = Pick<Schemas['SearchBuyer'], 'phone' | 'email' | 'name'>;

export interface Found {
  externalOrders: Schemas['FoundExternalOrderView'][];
  /** Messages without an order. */
  messageIds: string[];
}

/** In percent. */
type Step = Schemas['BuyerSearchView'] & RunStep;

interface Props {
  buyer: Buyer;
  /** Shows what was found, once everything was looked through. */
  children: (found: Found) => ReactNode;
}

/** Looks for a buyer from when it is mounted, by as many calls as it takes. */
export function BuyerRun({ buyer, children }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const progress = useRef(0);
  const run = useBoundedRun<Step>(async (after) => {
    const answer = await call(api.POST('/api/personal-data/search', { body: { ...buyer, after } }));
    const step = { ...answer, matched: 100 - progress.current, processed: answer.progress - progress.current };
    progress.current = answer.progress;
    return step;
  });
  const begin = useRef<(() => void) | undefined>(run.start);
  useEffect(() => {
    begin.current?.();
    begin.current = undefined;
  }, []);
  if (run.state === 'done') return children(together(run.steps));
  return (
    <Card padding="md" component="section" aria-label={t('searching')}>
      <Stack>
        <Title order={2} size="h4">
          {t('searching')}
        </Title>
        <BoundedRunProgress run={run} label={t('searching')} isPercent />
        <Group>
          {run.state === 'running' && (
            <Button variant="default" onClick={run.stop}>
              {shared('stop')}
            </Button>
          )}
          {run.state === 'stopped' && <Button onClick={run.start}>{shared('goOn')}</Button>}
        </Group>
      </Stack>
    </Card>
  );
}

/** An order that is named in several places comes once. */
function together(steps: Step[]): Found {
  const orders = steps.flatMap(({ externalOrders }) => externalOrders);
  const byId = new Map(orders.map((order) => [order.id, order]));
  return {
    externalOrders: [...byId.values()].sort((one, other) => Number(one.id) - Number(other.id)),
    messageIds: steps.flatMap(({ messageIds }) => messageIds),
  };
}
