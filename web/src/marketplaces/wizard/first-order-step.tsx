import { Alert, Anchor, Box, Button, Center, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconPackageImport } from '../../shared/page-icons';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../../api/client';
import { onLiveEvent } from '../../api/live';
import { queries } from '../../api/queries';
import { money } from '../../i18n/format';
import { useWords } from '../../i18n/words';
import { ExternalOrderBadge } from '../../shared/badges';
import { Ago } from '../../shared/ago';
import { ChangedMeanwhile } from '../../shared/changed-meanwhile';
import { useIsOnline } from '../../shell/connection-watch';
import { type Connection, isFilledIn } from '../connection';
import { useConnectionForm } from '../connection-form';
import { AddressAwaited } from '../connection-health';
import { StepFooter } from '../../wizard/step-footer';
import { useTexts } from './texts';
import type { StepProps } from './steps';

type Message = Schemas['GettzapMessageSummary'];

/** A message that nothing came of is told by no live event. */
const LOOK_AGAIN_MS = 5_000;

/** Waits, live, for the first order to come through the link. */
export function FirstOrderStep({ connection, onBack, onNext, onLater }: StepProps) {
  const t = useTexts();
  const message = useLatestMessage(connection.id);
  const order = useExternalOrder(message?.externalOrderId ?? null);
  return (
    <>
      {!connection.isActive && <TurnOn connection={connection} />}
      {connection.waitsFor === 'api_url' && (
        <Box mb="md">
          <AddressAwaited />
        </Box>
      )}
      <div aria-live="polite">
        {order ? (
          <Arrived order={order} />
        ) : message ? (
          <NoOrder message={message} />
        ) : (
          <Center py="xl">
            <Stack align="center" gap="xs" ta="center">
              <Loader type="dots" aria-hidden />
              <Title order={2} size="h4">
                {t('waitTitle')}
              </Title>
              <Text size="sm" c="dimmed" maw={460}>
                {t('waitHint')}
              </Text>
            </Stack>
          </Center>
        )}
      </div>
      <StepFooter onBack={onBack} onNext={onNext} onLater={onLater}>
        <Button variant={order ? 'filled' : 'default'} onClick={onNext}>
          {t('finish')}
        </Button>
      </StepFooter>
    </>
  );
}

function useLatestMessage(connectionId: string): Message | undefined {
  const queryKey = ['gettzap-messages', 'latest', connectionId];
  const { data } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const query = { connectionId, perPage: 1, sort: '-createdAt' as const };
      return (await call(api.GET('/api/gettzap-messages', { params: { query }, signal }))).data;
    },
    refetchInterval: LOOK_AGAIN_MS,
    staleTime: 0,
  });
  useEffect(
    () =>
      onLiveEvent('external-order.received', () => {
        void queries.invalidateQueries({ queryKey: ['gettzap-messages', 'latest', connectionId] });
      }),
    [connectionId],
  );
  return data?.[0];
}

function useExternalOrder(id: string | null): Schemas['ExternalOrderDetail'] | undefined {
  const { data } = useQuery({
    queryKey: ['external-orders', 'one', id],
    queryFn: ({ signal }) => call(api.GET('/api/external-orders/{id}', { params: { path: { id: id! } }, signal })),
    enabled: id !== null,
  });
  return data;
}

function Arrived({ order }: { order: Schemas['ExternalOrderDetail'] }) {
  const t = useTexts();
  const { id, externalId, state, positions, total, receivedAt } = order;
  return (
    <Alert color="green" icon={<IconPackageImport />} title={t('came')}>
      <Text size="sm">{t('cameHint')}</Text>
      <Group mt="sm" gap="md">
        <Anchor component={Link} href={`/external-orders/${id}`} fw={600}>
          {t('openOrder', { id: externalId })}
        </Anchor>
        <ExternalOrderBadge state={state} />
        <Text size="sm">{t('orderPositions', { count: positions.length, total: money(total) })}</Text>
        <Text size="sm">
          <Ago time={receivedAt} />
        </Text>
      </Group>
    </Alert>
  );
}

function NoOrder({ message }: { message: Message }) {
  const t = useTexts();
  const words = useWords();
  return (
    <Alert
      color="orange"
      icon={<IconAlertTriangle />}
      title={t('messageCame', { outcome: words(`messageOutcome.${message.outcome}`) })}
    >
      <Text size="sm">{t('messageHint')}</Text>
      <Group mt="sm" gap="md">
        <Anchor component={Link} href={`/gettzap-messages?connectionId=${message.connectionId}`} fw={600}>
          {t('openMessages')}
        </Anchor>
        <Text size="sm">
          <Ago time={message.receivedAt} />
        </Text>
      </Group>
    </Alert>
  );
}

function TurnOn({ connection }: { connection: Connection }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const { save, reload } = useConnectionForm(connection);
  const isReady = isFilledIn(connection);
  return (
    <>
      <ChangedMeanwhile error={save.error} onReload={reload} />
      <Alert color="yellow" icon={<IconAlertTriangle />} mb="md" title={t('isOff')}>
        {isReady ? (
          <Button
            size="xs"
            variant="default"
            loading={save.isPending}
            disabled={!isOnline}
            onClick={() => save.mutate({ isActive: true })}
          >
            {t('turnOn')}
          </Button>
        ) : (
          <Text size="sm">{t('notFilledIn')}</Text>
        )}
      </Alert>
    </>
  );
}
