import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { useExchanges } from '../exchanges/exchange';
import { exactTime } from '../i18n/format';
import { useWords } from '../i18n/words';
import { Ago } from '../shared/ago';
import { DeliveryBadge } from '../shared/badges';
import { useConnectionName } from '../shared/connections';
import { CopyField } from '../shared/copy-field';
import { externalOrderQuery } from '../shared/external-order-query';
import { Facts } from '../shared/facts';
import { Loaded } from '../shared/page-states';
import { SideDrawer } from '../shared/side-drawer';
import { answerInWords } from './answer-in-words';
import { type DeliveryDetail, isPush, isPushed } from './delivery';
import { Attempts } from './attempts';
import { useDeliveryActions } from './delivery-actions';
import { ExternalOrderLink, MAX_TRIES } from './delivery-table';
import { useKindWords } from './kind-words';
import { useTexts } from './texts';
import { useReceiverState } from './use-receiver-state';

/** One message in full: what it says, every try of it, what can be done. @param id "" = closed */
export function DeliveryDrawer({ id, onClose }: { id: string; onClose(): void }) {
  const t = useTexts();
  const kindOf = useKindWords();
  const detail = useQuery({
    queryKey: ['gettzap-notifications', 'detail', id],
    queryFn: ({ signal }) => call(api.GET('/api/gettzap-notifications/{id}', { params: { path: { id } }, signal })),
    enabled: id !== '',
  });
  const title = detail.data ? (
    <Group gap="xs">
      <Text fw={650}>{kindOf(detail.data)}</Text>
      <DeliveryBadge state={detail.data.state} />
    </Group>
  ) : (
    t('drawer')
  );
  return (
    <SideDrawer isOpen={id !== ''} title={title} onClose={onClose}>
      <Loaded query={detail}>{(delivery) => <Content delivery={delivery} />}</Loaded>
    </SideDrawer>
  );
}

const TONES: Partial<Record<DeliveryDetail['state'], string>> = { dead: 'red', retrying: 'yellow', delivered: 'green' };

function Content({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTexts();
  const { channel, state, attempts, attemptsMade, idempotencyKey } = delivery;
  const connectionState = useReceiverState(channel)(delivery);
  return (
    <Stack>
      <Alert color={TONES[state] ?? 'gray'} role="status" py="xs">
        {answerInWords({ ...delivery, lastAttempt: attempts.at(-1), connectionState })}
      </Alert>
      <Actions delivery={delivery} />
      <DeliveryFacts delivery={delivery} />
      {/* Shop systems know an order by their own keys alone. */}
      {!isPushed(channel) && (
        <CopyField label={t('idempotencyKey')} description={t('idempotencyHint')} value={idempotencyKey} />
      )}
      <div>
        <Title order={3} size="h5" mb="xs">
          {t('attempts')}
        </Title>
        <Attempts attempts={attempts} attemptsMade={attemptsMade} channel={channel} />
      </div>
    </Stack>
  );
}

function Actions({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTexts();
  const { mayRetry, mayCancel, retry, cancel, isOnline } = useDeliveryActions();
  if (!mayRetry(delivery) && !mayCancel(delivery)) return null;
  return (
    <Group gap="xs">
      {mayRetry(delivery) && (
        <Button
          size="sm"
          variant={delivery.state === 'delivered' ? 'default' : 'filled'}
          loading={retry.isPending}
          disabled={!isOnline}
          onClick={() => retry.mutate(delivery.id)}
        >
          {delivery.state === 'delivered' ? t('retryNow') : t('retry')}
        </Button>
      )}
      {mayCancel(delivery) && (
        <Button
          size="sm"
          variant="default"
          loading={cancel.isPending}
          disabled={!isOnline}
          onClick={() => cancel.mutate(delivery.id)}
        >
          {t('cancel')}
        </Button>
      )}
    </Group>
  );
}

function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTexts();
  const nameOf = useConnectionName();
  const { channel, attemptCount, nextAttemptAt, createdAt, deliveredAt } = delivery;
  const time = (iso: string | null) => iso && exactTime(iso);
  return (
    <Facts
      facts={[
        ...(channel === 'email'
          ? ([
              [t('to'), delivery.to],
              [t('subject'), delivery.subject],
              [t('text'), <Words key="text" words={delivery.text} />],
            ] as Array<[string, React.ReactNode]>)
          : ([
              [t('externalId'), <ExternalOrderLink key="external" delivery={delivery} />],
              [t('order'), delivery.orderId && <OrderLink key="order" id={delivery.orderId} />],
            ] as Array<[string, React.ReactNode]>)),
        ...(channel === 'gettzap'
          ? ([
              [t('position'), delivery.positionId && <PositionName key="position" delivery={delivery} />],
              [t('quantity'), delivery.quantity !== null && t('pieces', { count: delivery.quantity })],
              [t('status'), delivery.status || t('noStatus')],
              [t('text'), delivery.text ? <Words key="text" words={delivery.text} /> : t('noText')],
              [t('connectionLabel'), nameOf(delivery.connectionId)],
            ] as Array<[string, React.ReactNode]>)
          : []),
        [t('exchange'), isPush(delivery) && <ExchangeLink key="exchange" id={delivery.exchangeId} />],
        [t('attempt'), attemptCount > 0 && t('attemptOf', { count: attemptCount, max: MAX_TRIES })],
        [t('nextAttempt'), nextAttemptAt && <Ago key="next" time={nextAttemptAt} />],
        [t('created'), time(createdAt)],
        [t('delivered'), time(deliveredAt)],
      ]}
    />
  );
}

function Words({ words }: { words: string }) {
  return (
    <Text size="sm" span inherit display="block" styles={{ root: { whiteSpace: 'pre-wrap' } }}>
      {words}
    </Text>
  );
}

function ExchangeLink({ id }: { id: string }) {
  const words = useWords();
  const { data: exchanges = [] } = useExchanges({ isWatched: false });
  return (
    <Anchor component={Link} href={`/exchanges/${id}`} size="sm">
      {exchanges.find((each) => each.id === id)?.name ?? words('numbered', { id })}
    </Anchor>
  );
}

function OrderLink({ id }: { id: string }) {
  const t = useTexts();
  return (
    <Anchor component={Link} href={`/orders/${id}`} size="sm">
      {t('orderNumber', { id })}
    </Anchor>
  );
}

/** The part that the notification is about, as its external order knows it. */
function PositionName({ delivery }: { delivery: Extract<DeliveryDetail, { channel: 'gettzap' }> }) {
  const { positionId, externalOrderId: id } = delivery;
  const { data } = useQuery(externalOrderQuery(id));
  const position = data?.positions.find((each) => each.id === positionId);
  return position ? [position.brand, position.number, position.name].filter(Boolean).join(' ') : '—';
}
