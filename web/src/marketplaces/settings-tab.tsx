import { Alert, Button, Card, Fieldset, Grid, Group, Stack, Title } from '@mantine/core';
import { IconLock } from '../shared/icons';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMay } from '../session/session';
import { ChangedMeanwhile } from '../shared/changed-meanwhile';
import { useUnsavedGuard } from '../shared/unsaved';
import { AccountFields, CancelledStatusField } from './account-fields';
import { type Connection, isSetUp, useConnectionStatus } from './connection';
import { ConnectionCheck } from './connection-check';
import { useConnectionForm } from './connection-form';
import { ConnectionBadge, ConnectionTraffic, ConnectionTrouble } from './connection-health';
import { DecisionFields } from './decision-fields';
import { DeleteConnection } from './delete-connection';
import { OrderLink } from './order-link';
import { SaveBar } from './save-bar';
import { useTexts } from './texts';
import { resumeAddress } from './wizard/steps';

/** Every field of the manual's page, beside it the link, the state and the check. */
export function SettingsTab({ connection }: { connection: Connection }) {
  const t = useTexts();
  const mayEdit = useMay('administer');
  const { form, regionId, base, save, reload, settings } = useConnectionForm(connection);
  const isDirty = form.isDirty();
  useUnsavedGuard(isDirty);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <form onSubmit={form.onSubmit(() => save.mutate(settings()))} autoComplete="off">
          <ChangedMeanwhile error={save.error} onReload={reload} />
          {!mayEdit && (
            <Alert role="note" color="gray" icon={<IconLock />} mb="md">
              {t('readOnly')}
            </Alert>
          )}
          <Fieldset variant="unstyled" disabled={!mayEdit}>
            <Stack>
              <Section title={t('account')}>
                <Stack>
                  <AccountFields form={form} regionId={regionId} connection={base} />
                  <CancelledStatusField form={form} />
                </Stack>
              </Section>
              <Section title={t('decisions')}>
                <DecisionFields form={form} />
              </Section>
            </Stack>
          </Fieldset>
          {mayEdit && <SaveBar isDirty={isDirty} isSaving={save.isPending} onUndo={form.reset} />}
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 4 }}>
        <Beside connection={connection} isDirty={isDirty} />
      </Grid.Col>
    </Grid>
  );
}

function Beside({ connection, isDirty }: { connection: Connection; isDirty: boolean }) {
  const t = useTexts();
  const mayEdit = useMay('administer');
  const status = useConnectionStatus(connection.id);
  return (
    <Stack>
      <Section title={t('state')}>
        <Stack gap="sm">
          {status && (
            <>
              <Group>
                <ConnectionBadge status={status} />
              </Group>
              <ConnectionTrouble status={status} />
              <ConnectionTraffic status={status} />
            </>
          )}
          {mayEdit && !isSetUp(connection, status) && (
            <Button component={Link} href={resumeAddress(connection)} variant="light">
              {t('continueSetup')}
            </Button>
          )}
        </Stack>
      </Section>
      {mayEdit && (
        <>
          <Card padding="md">
            <OrderLink connection={connection} />
          </Card>
          <Card padding="md">
            <ConnectionCheck id={connection.id} isDirty={isDirty} />
          </Card>
          <Group justify="flex-end">
            <DeleteConnection connection={connection} />
          </Group>
        </>
      )}
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card padding="md">
      <Title order={2} size="h4" mb="md">
        {title}
      </Title>
      {children}
    </Card>
  );
}
