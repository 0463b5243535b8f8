import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useMay } from '../session/session';
import { Ago } from '../shared/ago';
import { type ConnectionState, useConnectionName } from '../shared/connections';
import { CopyButton } from '../shared/copy-button';
import { type Column, DataTable } from '../shared/data-table';
import { useTexts as useSharedTexts } from '../shared/texts';
import { type Connection, isSetUp } from './connection';
import { ConnectionBadge } from './connection-health';
import { useTexts } from './texts';
import { UntoldDecisions } from './untold-decisions';
import { resumeAddress } from './wizard/steps';

interface Props {
  connections: Connection[];
  states: ConnectionState[];
}

/** Many connected services, one a row: their cards would be a screen for two or three. */
export function ConnectionTable({ connections, states }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const nameOf = useConnectionName();
  const mayEdit = useMay('administer');
  const stateOf = ({ id }: Connection) => states.find((each) => each.id === id);
  const when = (key: 'lastReceived' | 'lastDelivered'): Column<Connection> => ({
    key,
    header: t(key),
    width: 150,
    render: (connection) => {
      const time = stateOf(connection)?.[`${key}At`];
      return time ? <Ago time={time} /> : t('never');
    },
  });
  return (
    <DataTable<Connection>
      label={t('connected')}
      minWidth={960}
      rows={connections}
      rowKey={({ id }) => id}
      rowName={nameOf}
      rowHref={({ id }) => `/marketplaces/${id}`}
      rowTone={(connection) => (stateOf(connection)?.state === 'paused' ? 'bad' : undefined)}
      columns={[
        {
          key: 'name',
          header: t('connection'),
          render: (connection) => (
            <>
              <Anchor component={Link} href={`/marketplaces/${connection.id}`} size="sm" fw={600}>
                {nameOf(connection)}
              </Anchor>
              <Text size="xs" c="dimmed">
                {connection.login}
              </Text>
            </>
          ),
        },
        {
          key: 'state',
          header: t('stateHeader'),
          render: (connection) => {
            const state = stateOf(connection);
            return (
              <>
                <Group gap={4}>
                  {!connection.isActive && <Badge color="gray">{t('inactive')}</Badge>}
                  {state && connection.isActive && <ConnectionBadge status={state} />}
                </Group>
                <UntoldDecisions connection={connection} />
              </>
            );
          },
        },
        when('lastReceived'),
        when('lastDelivered'),
        {
          key: 'link',
          header: t('orderLink'),
          isHeaderHidden: true,
          width: 170,
          render: (connection) =>
            connection.orderLink && (
              <CopyButton value={connection.orderLink}>
                {({ copied, copy }) => (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={t('copyLinkOf', { name: nameOf(connection) })}
                    onClick={copy}
                  >
                    {copied ? shared('copied') : t('copyLink')}
                  </Button>
                )}
              </CopyButton>
            ),
        },
        {
          key: 'setup',
          header: t('continueSetup'),
          isHeaderHidden: true,
          align: 'right',
          width: 200,
          render: (connection) =>
            mayEdit &&
            !isSetUp(connection, stateOf(connection)) && (
              <Button component={Link} href={resumeAddress(connection)} variant="light" size="compact-sm">
                {t('continueSetup')}
              </Button>
            ),
        },
      ]}
    />
  );
}
