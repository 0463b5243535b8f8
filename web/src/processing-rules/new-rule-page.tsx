import { Box, Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { api, call } from '../api/client';
import { isApiError } from '../api/errors';
import { useConnectionName, useConnectionStatesQuery } from '../shared/connections';
import { focusRefused } from '../shared/focus-refused';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { Page } from '../shared/page';
import { Loaded } from '../shared/page-states';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useLeave, useUnsavedGuard } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { NoConnection } from './no-connection';
import { rulesAddress, rulesChanged } from './processing-rule';
import { RuleFields } from './rule-fields';
import { errorsOf, type RuleValues, settingsOf, useRuleForm } from './rule-form';
import { templateOf, valuesOfTemplate } from './templates';
import { useTexts } from './texts';

/** A rule of a connection, from a template or from nothing. */
export default function NewRulePage() {
  const t = useTexts();
  const [params] = useSearchParams();
  const states = useConnectionStatesQuery();
  const connections = states.data ?? [];
  const nameOf = useConnectionName();
  const asked = params.get('connection');
  const connection = connections.find(({ id }) => id === asked) ?? connections[0];
  return (
    <Page
      title={t('add')}
      beside={connections.length > 1 && connection && nameOf(connection.id)}
      back={{ href: connection ? rulesAddress(connection.id) : '/processing-rules', label: t('title') }}
    >
      <Loaded query={states}>
        {() =>
          connection ? (
            <NewRule
              connectionId={connection.id}
              regionId={connection.regionId}
              values={valuesOfTemplate(templateOf(params.get('template')))}
            />
          ) : (
            <NoConnection />
          )
        }
      </Loaded>
    </Page>
  );
}

interface Props {
  connectionId: string;
  regionId: string | null;
  values: RuleValues;
}

function NewRule({ connectionId, regionId, values }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const leave = useLeave();
  const form = useRuleForm(values);
  const list = rulesAddress(connectionId);
  const create = useMutation({
    mutationFn: (filled: RuleValues) =>
      call(api.POST('/api/processing-rules', { body: { ...settingsOf(filled), connectionId } })),
    onSuccess: async () => {
      notifySuccess(t('created'));
      leave(list, { replace: true });
      await rulesChanged();
    },
    onError: (error) => {
      const errors = isApiError(error, 'validation_failed') ? errorsOf(error.fields) : {};
      form.setErrors(errors);
      if (!focusRefused(errors)) notifyFailure(error);
    },
  });
  useUnsavedGuard(form.isDirty() && !create.isSuccess);
  return (
    <Box maw={760}>
      <form onSubmit={form.onSubmit((filled) => create.mutate(filled), focusRefused)} noValidate autoComplete="off">
        <RuleFields form={form} regionId={regionId} mayChange />
        <Group justify="space-between" gap="sm" mt="md">
          <Button component={Link} href={list} variant="subtle" color="gray">
            {shared('cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!isOnline}>
            {t('create')}
          </Button>
        </Group>
      </form>
    </Box>
  );
}
