import { Alert, Button, Group, Text } from '@mantine/core';
import { IconHourglass, IconPlugConnectedX, IconPlayerPause } from '../shared/icons';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
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
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
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

/** Connections that nothing can be sent to just now, and what to do about it. */
export function ConnectionBars() {
  const { regionId } = useRegionChoice();
  const troubled = useConnectionStates().filter(
    ({ state, waiting, ...connection }) =>
      (!regionId || connection.regionId === regionId) &&
      (state === 'paused' || state === 'cut_off' || (state === 'off' && waiting > 0)),
  );
  return troubled.map((connection) => <ConnectionBar key={connection.id} connection={connection} />);
}

function ConnectionBar({ connection }: { connection: ConnectionState }) {
  const t = useTexts();
  const nameOf = useConnectionName();
  const mayAdminister = useMay('administer');
  const { id, state, reason, since, nextProbeAt, waiting } = connection;
  const condition = conditionOf(connection);
  const { color, icon } = LOOKS[condition];
  const name = nameOf(id);
  const status = /(\d{3})$/.exec(reason)?.[1] ?? reason;
  return (
    <Alert role="status" mb="sm" color={color} icon={icon} title={t(`connection.${condition}`, { name })}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {condition === 'no_address' && `${t(mayAdminister ? 'connection.addressHint' : 'connection.addressAsk')} `}
          {state === 'paused' && `${t(mayAdminister ? 'connection.pausedWhy' : 'connection.pausedAsk', { status })} `}
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
            {state === 'paused' && <Resume id={id} />}
          </Group>
        )}
      </Group>
    </Alert>
  );
}

function Resume({ id }: { id: string }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const resume = useMutation({
    mutationFn: () => call(api.POST('/api/marketplace-connections/{id}/resume', { params: { path: { id } } })),
    onSuccess: () => notifySuccess(t('connection.resumed')),
    onError: (error) => notifyFailure(error),
    onSettled: () => {
      void outOfDate('connection-states');
      void outOfDate('gettzap-notifications');
    },
  });
  return (
    <Button size="compact-sm" onClick={() => resume.mutate()} loading={resume.isPending} disabled={!isOnline}>
      {t('connection.resume')}
    </Button>
  );
}
