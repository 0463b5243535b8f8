import { Alert, Button, Group, Text } from '@mantine/core';
import { IconHourglass, IconPlugConnectedX, IconPlayerPause } from '../shared/page-icons';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { dateTime } from '../i18n/format';
import { useMay } from '../session/session';
import { Ago } from '../shared/ago';
import {
  type ConnectionCondition,
  conditionOf,
  type ConnectionState,
  useConnectionName,
  useConnectionStates,
} from '../shared/connections';
import { ResumeButton } from '../shared/resume';
import { useRegionChoice } from '../shell/regions';
import { useTexts } from './texts';

const LOOKS: Record<ConnectionCondition, { color: string; icon: ReactNode }> = {
  ok: { color: 'green', icon: undefined },
  failing: { color: 'orange', icon: <IconPlugConnectedX /> },
  unproven: { color: 'gray', icon: undefined },
  off: { color: 'gray', icon: <IconPlayerPause /> },
  paused: { color: 'red', icon: <IconPlayerPause /> },
  cut_off: { color: 'orange', icon: <IconPlugConnectedX /> },
  no_address: { color: 'yellow', icon: <IconHourglass /> },
};

/** Connections that nothing can be sent to just now, and what to do about it: what is the same with several is said once. */
export function ConnectionBars() {
  const { regionId } = useRegionChoice();
  const troubled = useConnectionStates().filter(
    ({ state, waiting, ...connection }) =>
      (!regionId || connection.regionId === regionId) &&
      (state === 'paused' || state === 'cut_off' || (state === 'off' && waiting > 0)),
  );
  const conditions = [...new Set(troubled.map(alike))];
  return conditions.map((condition) => (
    <ConnectionBar key={condition} connections={troubled.filter((each) => alike(each) === condition)} />
  ));
}

function alike(connection: ConnectionState): string {
  return `${conditionOf(connection)} ${statusOf(connection)}`;
}

function statusOf({ reason }: ConnectionState): string {
  return /(\d{3})$/.exec(reason)?.[1] ?? reason;
}

/** @param connections one or more that are in the same condition */
function ConnectionBar({ connections }: { connections: ConnectionState[] }) {
  const t = useTexts();
  const nameOf = useConnectionName();
  const mayAdminister = useMay('administer');
  const [first] = connections;
  const condition = conditionOf(first!);
  const { color, icon } = LOOKS[condition];
  const names = connections.map(({ id }) => nameOf(id));
  return (
    <Alert
      role="status"
      mb="sm"
      color={color}
      icon={icon}
      title={t(`connection.${condition}`, { name: names.join(', ') })}
    >
      {condition === 'no_address' && (
        <Text size="sm">{t(mayAdminister ? 'connection.addressHint' : 'connection.addressAsk')}</Text>
      )}
      {condition === 'paused' && (
        <Text size="sm">
          {t(mayAdminister ? 'connection.pausedWhy' : 'connection.pausedAsk', { status: statusOf(first!) })}
        </Text>
      )}
      {connections.map((connection, index) => (
        <Since key={connection.id} connection={connection} name={connections.length > 1 ? names[index]! : ''} />
      ))}
    </Alert>
  );
}

/** Since when, what waits, and what can be done: of one connection. @param name "" = the title says it */
function Since({ connection, name }: { connection: ConnectionState; name: string }) {
  const t = useTexts();
  const mayAdminister = useMay('administer');
  const { id, state, since, nextProbeAt, waiting } = connection;
  return (
    <Group justify="space-between" gap="sm" mt={4}>
      <Text size="sm">
        {name && `${name}. `}
        {since && `${t('connection.since', { time: dateTime(since) })} `}
        {waiting > 0 && `${t('connection.waiting', { count: waiting })} `}
        {state === 'cut_off' && nextProbeAt && (
          <>
            {t('connection.probe')} <Ago time={nextProbeAt} />
          </>
        )}
      </Text>
      {mayAdminister && state !== 'cut_off' && (
        <Group gap="xs">
          <Button component={Link} href={`/marketplaces/${id}`} size="compact-sm" variant="default">
            {t('connection.open')}
          </Button>
          {state === 'paused' && <ResumeButton connection={connection} size="compact-sm" />}
        </Group>
      )}
    </Group>
  );
}
