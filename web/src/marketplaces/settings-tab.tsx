import { Button, Card, Grid, Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMay } from '../session/session';
import { SettingsForm, type SettingsTopic } from '../settings/settings-form';
import { useStatuses } from '../order-statuses/use-statuses';
import { useRegionName } from '../shell/regions';
import { AccountFields, CancelledStatusField } from './account-fields';
import { type Connection, isSetUp, useConnectionStatus } from './connection';
import { ConnectionCheck } from './connection-check';
import { type ConnectionValues, useConnectionForm } from './connection-form';
import { ConnectionBadge, ConnectionTraffic, ConnectionTrouble } from './connection-health';
import { useTexts as useDeadlineTexts } from '../deadlines/texts';
import { DeadlineFields } from './deadline-fields';
import { DecisionFields } from './decision-fields';
import { DeleteConnection } from './delete-connection';
import { OrderLink } from './order-link';
import { useTexts } from './texts';
import { resumeAddress } from './wizard/steps';

/** Every field of the manual's page, beside it the link, the state and the check. */
export function SettingsTab({ connection }: { connection: Connection }) {
  const t = useTexts();
  const mayEdit = useMay('administer');
  const { form, regionId, base, save, reload, settings } = useConnectionForm(connection);
  const summaries = useSummaries(base);
  const topic = (name: keyof typeof FIELDS, children: ReactNode): SettingsTopic => ({
    name,
    title: t(`topic.${name}`),
    summary: summaries[name],
    fields: FIELDS[name],
    // What is not complete yet is there to be filled in.
    isOpenAtFirst: !base.isActive || (name === 'account' && !base.apiUrl),
    children,
  });
  const topics = [
    topic('account', <AccountFields form={form} regionId={regionId} connection={base} />),
    topic('cancelling', <CancelledStatusField form={form} />),
    topic('decisions', <DecisionFields form={form} />),
    topic('deadlines', <DeadlineFields form={form} />),
  ];
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <SettingsForm
          form={form}
          topics={topics}
          readOnly={!mayEdit && t('readOnly')}
          save={save}
          onSave={() => save.mutate(settings())}
          onReload={reload}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 4 }}>
        <Beside connection={connection} isDirty={form.isDirty()} />
      </Grid.Col>
    </Grid>
  );
}

/** Which topic a field stands in. */
const FIELDS = {
  account: ['isActive', 'regionId', 'login', 'password', 'apiKey', 'apiUrl'],
  cancelling: ['cancelledStatusId'],
  decisions: ['acceptedText', 'acceptedStatus', 'refusedText', 'refusedStatus'],
  deadlines: ['decisionMinutes', 'decisionWarnMinutes', 'refusesOverdue', 'overdueReason', 'onOverdue'],
} as const satisfies Record<string, ReadonlyArray<keyof ConnectionValues | 'onOverdue'>>;

/** How each topic is set, in a line. @param connection as it is stored */
function useSummaries(connection: Connection): Record<keyof typeof FIELDS, string> {
  const t = useTexts();
  const regionName = useRegionName();
  const { data: statuses = [] } = useStatuses();
  const { isActive, regionId, login, hasPassword, hasApiKey, cancelledStatusId } = connection;
  const { acceptedStatus, acceptedText, refusedStatus, refusedText } = connection;
  const cancelled = statuses.find(({ id }) => id === cancelledStatusId)?.name;
  const deadlines = useDeadlineTexts();
  const { decisionMinutes: minutes, decisionWarnMinutes: warnMinutes, onOverdue } = connection;
  const told = (status: string, text: string) =>
    status ? `«${status}» ${text ? t('withText') : t('withoutText')}` : t('nothingTold');
  return {
    account: [
      isActive ? t('active') : t('inactive'),
      regionName(regionId) || t('noRegion'),
      login ? t('loginIs', { login }) : t('noLogin'),
      hasPassword && hasApiKey ? t('secretsThere') : t('secretsMissing'),
    ].join(' · '),
    cancelling: cancelledStatusId === null ? t('keepStatus') : cancelled ? t('cancelledTo', { status: cancelled }) : '',
    decisions: t('toldOf', { accepted: told(acceptedStatus, acceptedText), refused: told(refusedStatus, refusedText) }),
    deadlines:
      minutes === null
        ? deadlines('noLimit')
        : [
            deadlines('summary', { minutes }),
            warnMinutes !== null && deadlines('summaryWarn', { minutes: warnMinutes }),
            deadlines(onOverdue ? 'summaryRefuse' : 'summaryTell'),
          ]
            .filter(Boolean)
            .join(' · '),
  };
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
