import { NumberInput, Paper, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Section } from '../shared/section';
import { ConditionFields } from './condition-fields';
import { usePriceListNames } from './processing-rule';
import { settingsOf, type RuleForm } from './rule-form';
import { useRuleTexts } from './rule-texts';
import { ruleInWords } from './rule-words';
import { useTexts } from './texts';

const ACTIONS = ['accept', 'accept_available', 'refuse', 'leave'] as const;
const SCOPES = ['position', 'order'] as const;
const LONGEST_DELAY = 60;

interface Props {
  form: RuleForm;
  /** Of the rule's connection. */
  regionId: string | null;
  mayChange: boolean;
}

/** A rule from top to bottom, with what it comes to in words. */
export function RuleFields({ form, regionId, mayChange }: Props) {
  const t = useTexts();
  const { kind } = form.values.action;
  return (
    <Stack>
      <InWords form={form} />
      <Section title={t('topic.general')}>
        <Stack>
          <TextInput
            label={t('name')}
            placeholder={t('namePlaceholder')}
            maxLength={100}
            {...form.getInputProps('name')}
          />
          <Radio.Group label={t('scope')} {...form.getInputProps('scope')}>
            <Stack gap="xs" mt={6}>
              {SCOPES.map((scope) => (
                <Radio key={scope} value={scope} label={t(`scopes.${scope}`)} description={t(`scopeHint.${scope}`)} />
              ))}
            </Stack>
          </Radio.Group>
        </Stack>
      </Section>
      <Section title={t('topic.conditions')}>
        <ConditionFields form={form} regionId={regionId} mayChange={mayChange} />
      </Section>
      <Section title={t('topic.action')}>
        <Stack>
          <Radio.Group aria-label={t('topic.action')} {...form.getInputProps('action.kind')}>
            <Stack gap="xs">
              {ACTIONS.map((action) => (
                <Radio
                  key={action}
                  value={action}
                  label={t(`action.${action}`)}
                  description={t(`actionHint.${action}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {kind === 'refuse' && (
            <Textarea
              label={t('reason')}
              description={t('reasonHint')}
              maxLength={2_000}
              autosize
              maxRows={6}
              {...form.getInputProps('action.reason')}
            />
          )}
          {kind !== 'leave' && (
            <NumberInput
              label={t('delay')}
              description={t('delayHint')}
              suffix={t('unit.minutes')}
              min={0}
              max={LONGEST_DELAY}
              maw={420}
              allowDecimal={false}
              allowNegative={false}
              {...form.getInputProps('action.delayMinutes')}
            />
          )}
        </Stack>
      </Section>
    </Stack>
  );
}

function InWords({ form }: { form: RuleForm }) {
  const t = useTexts();
  useRuleTexts(); // draws again when the language changes
  const lists = usePriceListNames();
  const words = ruleInWords(settingsOf(form.values), (id) => lists.find((list) => list.id === id)?.name);
  return (
    <Paper p="md" withBorder bg="var(--mantine-color-default-hover)" role="note" aria-label={t('inWords')}>
      <Text size="sm" c="dimmed">
        {t('inWords')}
      </Text>
      <Text fw={600} style={{ overflowWrap: 'anywhere' }} aria-live="polite">
        {words}
      </Text>
    </Paper>
  );
}
