import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Schemas } from '../api/client';
import { shortTime } from '../i18n/format';
import { IconArrowBackUp, IconHourglass } from '../shared/page-icons';
import { takeBack } from '../shared/undo';
import { useIsOnline } from '../shell/connection-watch';
import { useRuleName } from './processing-rule';
import { useRuleTexts } from './rule-texts';

interface Props {
  order: Schemas['ExternalOrderDetail'];
  undo: Schemas['UndoOffer'];
}

/** Says that rules have decided and GettZap does not know yet, and takes it back until then. */
export function RuleUndoBar({ order: { positions }, undo: { token, until } }: Props) {
  const t = useRuleTexts();
  const isOnline = useIsOnline();
  const ruleName = useRuleName(true);
  const undoing = useMutation({ mutationFn: () => takeBack([token]) });
  const rules = new Set(positions.flatMap(({ decision }) => decision?.ruleId ?? []));
  if (rules.size === 0) return null;
  const names = [...rules].map(ruleName).join(', ');
  return (
    <Alert
      color="indigo"
      icon={<IconHourglass />}
      title={t(rules.size > 1 ? 'undoTitleMany' : 'undoTitle', { rules: names })}
      mb="md"
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">{t('undoUntil', { time: shortTime(until) })}</Text>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          loading={undoing.isPending}
          disabled={!isOnline}
          onClick={() => undoing.mutate()}
        >
          {t('undo')}
        </Button>
      </Group>
    </Alert>
  );
}
