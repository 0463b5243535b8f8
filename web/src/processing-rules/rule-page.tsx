import { Alert, Badge, Box, Fieldset, Group, Text } from '@mantine/core';
import { useParams } from 'wouter';
import { api, call } from '../api/client';
import { SaveBar } from '../settings/save-bar';
import { useMay } from '../session/session';
import { ChangedMeanwhile } from '../shared/changed-meanwhile';
import { useConnectionName, useConnectionStates } from '../shared/connections';
import { DeleteButton } from '../shared/delete-button';
import { IconLock } from '../shared/icons';
import { Page } from '../shared/page';
import { Loaded } from '../shared/page-states';
import { useUnsavedGuard } from '../shared/unsaved';
import { useSavedForm } from '../settings/use-saved-form';
import { MODE_COLORS } from './mode-switch';
import {
  type ProcessingRule,
  type RuleChange,
  ruleDeleted,
  ruleKey,
  rulesAddress,
  rulesChanged,
  useRule,
} from './processing-rule';
import { RuleFields } from './rule-fields';
import { errorsOf, type RuleValues, settingsOf, useRuleForm, valuesOf } from './rule-form';
import { RuleResultsLine } from './rule-results';
import { useTexts } from './texts';

/** One rule: what it asks and does, to be changed by an administrator. */
export default function RulePage() {
  const t = useTexts();
  const { id } = useParams<{ id: string }>();
  const rule = useRule(id);
  const connections = useConnectionStates();
  const nameOf = useConnectionName();
  const { data } = rule;
  return (
    <Page
      title={data?.name ?? t('title')}
      back={{ href: data ? rulesAddress(data.connectionId) : '/processing-rules', label: t('title') }}
      beside={
        data && (
          <>
            <Badge color={MODE_COLORS[data.mode]}>{t(`modes.${data.mode}`)}</Badge>
            {connections.length > 1 && <Badge color="gray">{nameOf(data.connectionId)}</Badge>}
          </>
        )
      }
    >
      <Loaded query={rule}>{(loaded) => <RuleSettings key={loaded.id} rule={loaded} />}</Loaded>
    </Page>
  );
}

function RuleSettings({ rule }: { rule: ProcessingRule }) {
  const t = useTexts();
  const mayChange = useMay('administer');
  const connections = useConnectionStates();
  const form = useRuleForm(valuesOf(rule));
  const { id, name, connectionId } = rule;
  const params = { path: { id } };
  const { save, reload } = useSavedForm<ProcessingRule, RuleChange, RuleValues>({
    thing: rule,
    queryKey: ruleKey(id),
    form,
    valuesOf,
    errorsOf,
    save: (change, version) => call(api.PATCH('/api/processing-rules/{id}', { params, body: { ...change, version } })),
    read: () => call(api.GET('/api/processing-rules/{id}', { params })),
    onSaved: rulesChanged,
  });
  const isDirty = form.isDirty();
  useUnsavedGuard(isDirty);
  const regionId = connections.find((each) => each.id === connectionId)?.regionId ?? null;
  return (
    <Box maw={760}>
      <form
        onSubmit={form.onSubmit(
          (values) => save.mutate(settingsOf(values)),
          (errors) => form.getInputNode(Object.keys(errors)[0]!)?.focus(),
        )}
        noValidate
        autoComplete="off"
      >
        <ChangedMeanwhile error={save.error} onReload={reload} />
        {!mayChange && (
          <Alert role="note" color="gray" icon={<IconLock />} mb="md">
            {t('readOnly')}
          </Alert>
        )}
        <Box mb="md">
          <RuleResultsLine rule={rule} />
          {mayChange && (
            <Text size="xs" c="dimmed">
              {t('savedAnew')}
            </Text>
          )}
        </Box>
        <Fieldset variant="unstyled" disabled={!mayChange}>
          <RuleFields form={form} regionId={regionId} mayChange={mayChange} />
        </Fieldset>
        {mayChange && (
          <>
            <SaveBar isDirty={isDirty} isSaving={save.isPending} onUndo={form.reset} />
            <Group justify="flex-end" mt="md">
              <DeleteButton
                label={t('deleteRule')}
                question={{ title: t('deleteTitle', { name }), children: t('deleteHint') }}
                remove={() => call(api.DELETE('/api/processing-rules/{id}', { params }))}
                done={t('deleted')}
                list={rulesAddress(connectionId)}
                queryKey={ruleKey(id)}
                onChanged={() => ruleDeleted(id)}
              />
            </Group>
          </>
        )}
      </form>
    </Box>
  );
}
