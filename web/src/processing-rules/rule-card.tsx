import { ActionIcon, Anchor, Badge, Card, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { api, call } from '../api/client';
import { confirm } from '../shared/confirm';
import { MoveDialog } from '../shared/move-dialog';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { IconArrowDown, IconArrowUp } from '../shared/page-icons';
import { EditOrDelete } from '../shared/row-menu';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import { MODE_COLORS, ModeSwitch } from './mode-switch';
import { type ProcessingRule, ruleDeleted, usePriceListNames } from './processing-rule';
import classes from './rule-card.module.css';
import { RuleResultsLine } from './rule-results';
import { useRuleTexts } from './rule-texts';
import { ruleInWords } from './rule-words';
import { useTexts } from './texts';

interface Props {
  rule: ProcessingRule;
  /** From 1. */
  place: number;
  total: number;
  mayChange: boolean;
  /** @param place from 1 */
  onMove(place: number): void;
}

/** A rule in its place: what it does, how it is switched, what came of it. */
export function RuleCard({ rule, place, total, mayChange, onMove }: Props) {
  const t = useTexts();
  useRuleTexts(); // draws again when the language changes
  const lists = usePriceListNames();
  const { id, name, mode, scope, action } = rule;
  const told = action.delayMinutes > 0 ? t('told', { count: action.delayMinutes }) : t('toldAtOnce');
  return (
    <Card component="li" padding="md" className={classes.card} data-rule={id}>
      <div className={classes.place}>
        <Text fw={700} c="dimmed" aria-label={t('place', { place })}>
          {place}
        </Text>
      </div>
      <Stack gap={4} className={classes.words}>
        <Anchor component={Link} href={`/processing-rules/${id}`} fw={600}>
          {name}
        </Anchor>
        <Text size="sm" c={mode === 'off' ? 'dimmed' : undefined}>
          {ruleInWords(rule, (listId) => lists.find((list) => list.id === listId)?.name)}
        </Text>
        <Text size="xs" c="dimmed">
          {[t(`scopes.${scope}`), action.kind !== 'leave' && told].filter(Boolean).join(' · ')}
        </Text>
        <RuleResultsLine rule={rule} />
      </Stack>
      <Group gap="xs" className={classes.controls}>
        {mayChange ? <ModeSwitch rule={rule} /> : <Badge color={MODE_COLORS[mode]}>{t(`modes.${mode}`)}</Badge>}
        {mayChange && <RuleActions rule={rule} place={place} total={total} onMove={onMove} />}
      </Group>
    </Card>
  );
}

function RuleActions({ rule: { id, name }, place, total, onMove }: Omit<Props, 'mayChange'>) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const [, navigate] = useLocation();
  const [isMoving, setMoving] = useState(false);
  const removing = useMutation({
    mutationFn: () => call(api.DELETE('/api/processing-rules/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      notifySuccess(t('deleted'));
      return ruleDeleted(id);
    },
    onError: (error) => notifyFailure(error),
  });
  const remove = async () => {
    const question = { title: t('deleteTitle', { name }), children: t('deleteHint') };
    if (await confirm({ ...question, confirm: shared('delete'), isDangerous: true })) removing.mutate();
  };
  const step = { variant: 'subtle', color: 'gray', size: 'md' } as const;
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        {...step}
        data-step="-1"
        aria-label={t('up', { name })}
        disabled={!isOnline || place === 1}
        onClick={() => onMove(place - 1)}
      >
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...step}
        data-step="1"
        aria-label={t('down', { name })}
        disabled={!isOnline || place === total}
        onClick={() => onMove(place + 1)}
      >
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
      <EditOrDelete
        {...step}
        label={t('actions', { name })}
        edit={t('edit')}
        onEdit={() => navigate(`/processing-rules/${id}`)}
        onMove={() => setMoving(true)}
        onDelete={() => void remove()}
        mayAct={isOnline}
      />
      {isMoving && (
        <MoveDialog name={name} place={place} total={total} onMove={onMove} onClose={() => setMoving(false)} />
      )}
    </Group>
  );
}
