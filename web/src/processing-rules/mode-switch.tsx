import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { queries } from '../api/queries';
import { confirm } from '../shared/confirm';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { WarningLine } from '../shared/warning-line';
import { useIsOnline } from '../shell/connection-watch';
import { doubtOf, resultsInWords } from './agreement';
import {
  MODES,
  type ProcessingRule,
  ruleChanged,
  type RuleMode,
  RULES,
  rulesChanged,
  usePriceListNames,
  useResults,
} from './processing-rule';
import { ruleInWords } from './rule-words';
import { useTexts } from './texts';

export const MODE_COLORS: Record<RuleMode, string> = { off: 'gray', shadow: 'yellow', on: 'green' };

/** Behind the words of the switch, which have to be read. */
const SWITCH_COLORS: Record<RuleMode, string> = { off: 'gray.7', shadow: 'yellow', on: 'teal.9' };

/** Off, in shadow or on; before it is on, what it did in shadow is shown. */
export function ModeSwitch({ rule }: { rule: ProcessingRule }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const { id, name } = rule;
  const switching = useMutation({
    // One after the other, as they were pressed.
    scope: { id: `mode-of-rule-${id}` },
    mutationFn: ({ mode, asked }: { mode: RuleMode; asked?: number }) => {
      const newest = queries.getQueryData<ProcessingRule[]>(RULES)?.find((each) => each.id === id)?.version;
      const body = { mode, version: asked ?? newest };
      return call(api.PATCH('/api/processing-rules/{id}', { params: { path: { id } }, body }));
    },
    onSuccess: (changed) => {
      if (changed.mode === 'on') notifySuccess(t('switchedOn', { name }));
      return ruleChanged(changed);
    },
    onError: (error) => {
      notifyFailure(error);
      return rulesChanged();
    },
  });
  const shown = switching.isPending ? switching.variables.mode : rule.mode;
  const choose = async (mode: RuleMode) => {
    if (mode === shown) return;
    if (mode !== 'on') return switching.mutate({ mode });
    const question = { title: t('onTitle', { name }), children: <WhatItDid rule={rule} />, confirm: t('onConfirm') };
    // What came while it was asked is not what was agreed to. A mode that is still on its way is one's own.
    const asked = switching.isPending ? undefined : rule.version;
    if (await confirm(question)) switching.mutate({ mode, ...(asked !== undefined && { asked }) });
  };
  return (
    <SegmentedControl
      aria-label={t('mode', { name })}
      size="xs"
      fullWidth={isPhone}
      color={SWITCH_COLORS[rule.mode]}
      data={MODES.map((mode) => ({ value: mode, label: t(`modes.${mode}`) }))}
      value={shown}
      disabled={!isOnline}
      onChange={(mode) => void choose(mode as RuleMode)}
    />
  );
}

/** What will happen, and whether the rule has shown that it is right. */
function WhatItDid({ rule }: { rule: ProcessingRule }) {
  const t = useTexts();
  const lists = usePriceListNames();
  const { data } = useResults(rule.id);
  const { mode, action } = rule;
  const doubt = mode === 'off' ? t('onNeverTried') : data && doubtOf(data);
  return (
    <Stack gap="xs">
      <Text size="sm">{t('onHint')}</Text>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {ruleInWords(rule, (id) => lists.find((list) => list.id === id)?.name)}
      </Text>
      {action.kind === 'leave' ? (
        <Text size="sm">{t('leavesAll')}</Text>
      ) : (
        <>
          {mode === 'shadow' && data && <Text size="sm">{resultsInWords(data)}</Text>}
          {doubt && <WarningLine>{doubt}</WarningLine>}
        </>
      )}
    </Stack>
  );
}
