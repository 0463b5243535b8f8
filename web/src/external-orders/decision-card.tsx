import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { IconCheck } from '../shared/icons';
import { IconX } from '../shared/page-icons';
import type { MouseEvent, Ref } from 'react';
import type { Schemas } from '../api/client';
import { useTexts as useListTexts } from '../shared/list-texts';
import { Section } from '../shared/section';
import { useIsOnline } from '../shell/connection-watch';
import type { Decision } from './decide-many';
import classes from './detail.module.css';
import { useTexts } from './detail-texts';
import type { Draft } from './draft';
import { useOpensNext } from './open-next';
import { GettzapGets } from './gettzap-gets';
import { RefusalReason } from './refusal-reason';

interface Props {
  order: Schemas['ExternalOrderDetail'];
  draft: Draft;
  /** The client has cancelled: nothing can be decided any more. */
  isOff: boolean;
  pending: Decision | undefined;
  reasonField: Ref<HTMLInputElement>;
  onDecide(decision: Decision): void;
}

/** Accepting and refusing, with what GettZap would be told of either. */
export function DecisionCard({ order, draft, isOff, pending, reasonField, onDecide }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const [opensNext, setOpensNext] = useOpensNext();
  const { chosen, open, intent, setIntent, isChoiceGone } = draft;
  const canAccept = order.state !== 'needs_attention';
  const count = chosen.length;
  const isDisabled = isOff || !isOnline;
  const button = (decision: Decision) => ({
    // The second click of a double one would decide once more, by then perhaps about something else.
    onClick: ({ detail: clicks }: MouseEvent) => clicks < 2 && onDecide(decision),
    onMouseEnter: () => setIntent(decision),
    onFocus: () => setIntent(decision),
  });
  return (
    <Section title={t('decision')}>
      <Stack gap="sm">
        {!isOff && canAccept && <WhatAbout order={order} draft={draft} />}
        <RefusalReason
          ref={reasonField}
          value={draft.reason}
          disabled={isDisabled}
          onFocus={() => setIntent('refuse')}
          onKeyDown={(event) => {
            // With an option under the arrow keys Enter takes that.
            const isChoosing = event.currentTarget.getAttribute('aria-activedescendant');
            if (event.key === 'Enter' && !isChoosing && !isDisabled && !pending) onDecide('refuse');
          }}
          onChange={(reason) => {
            draft.setReason(reason);
            if (reason) setIntent('refuse');
          }}
        />
        <div className={classes.decide}>
          {canAccept && (
            <Button
              leftSection={<IconCheck size={16} aria-hidden />}
              disabled={isDisabled || isChoiceGone || pending === 'refuse' || draft.hasMistakes}
              loading={pending === 'accept'}
              {...button('accept')}
            >
              {count > 0 ? t('acceptChosen', { count }) : t('accept')}
            </Button>
          )}
          <Button
            color="red"
            variant={intent === 'refuse' ? 'filled' : 'light'}
            leftSection={<IconX size={16} aria-hidden />}
            disabled={isDisabled || isChoiceGone || pending === 'accept'}
            loading={pending === 'refuse'}
            {...button('refuse')}
          >
            {count > 0 ? t('refuseChosen', { count }) : t('refuse')}
          </Button>
        </div>
        <Checkbox
          size="xs"
          label={t('opensNext')}
          checked={opensNext}
          onChange={(event) => setOpensNext(event.currentTarget.checked)}
        />
        {!isOff && !isChoiceGone && (open.length > 0 || !canAccept) && (
          <GettzapGets order={order} draft={draft} isPending={pending !== undefined} />
        )}
      </Stack>
    </Section>
  );
}

/** Which positions the decision is about. */
function WhatAbout({ order: { positions }, draft }: Pick<Props, 'order' | 'draft'>) {
  const t = useTexts();
  const clearChoice = useListTexts()('clearChoice');
  const { chosen, open, selection, isChoiceGone } = draft;
  const whole = open.length === positions.length;
  if (isChoiceGone)
    return (
      <div role="alert">
        <Text size="sm" mb="xs">
          {t('choiceGone')}
        </Text>
        <Button size="compact-sm" variant="default" onClick={selection.clear}>
          {clearChoice}
        </Button>
      </div>
    );
  return (
    <div>
      <Text size="sm" aria-live="polite">
        {chosen.length > 0
          ? t('aboutChosen', { count: chosen.length, of: open.length })
          : t(whole ? 'aboutAll' : 'aboutRest', { count: open.length })}
      </Text>
      {open.length > 1 && chosen.length === 0 && (
        <Text size="xs" c="dimmed">
          {t('chooseHint')}
        </Text>
      )}
    </div>
  );
}
