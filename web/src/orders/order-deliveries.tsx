import { ActionIcon, Anchor, Button, Group, Skeleton, Stack, Text, Tooltip } from '@mantine/core';
import { IconRefresh } from '../shared/page-icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { answerInWords } from '../gettzap-notifications/answer-in-words';
import { useDeliveryActions } from '../gettzap-notifications/delivery-actions';
import { useWords } from '../i18n/words';
import { Ago, useNow } from '../shared/ago';
import { DeliveryBadge } from '../shared/badges';
import { useConnectionStates } from '../shared/connections';
import { PageFailed } from '../shared/page-states';
import { partName } from './order-words';
import classes from './orders.module.css';
import { Section } from '../shared/section';
import { useTexts } from './texts';

type Order = Schemas['OrderDetail'];
type Delivery = Schemas['GettzapNotificationView'];

const SHOWN = 200;

/** What GettZap was told of the order, and what not, newest first. */
export function OrderDeliveries({ order }: { order: Order }) {
  const t = useTexts();
  const query = { orderId: order.id, perPage: SHOWN };
  const list = useQuery({
    queryKey: ['gettzap-notifications', 'of-order', query],
    queryFn: async ({ signal }) => {
      const { data } = await call(api.GET('/api/gettzap-notifications', { params: { query }, signal }));
      return data.filter((each) => each.channel === 'gettzap');
    },
  });
  const all = `/gettzap-notifications?orderId=${order.id}`;
  return (
    <Section
      title={t('deliveries')}
      beside={
        <Anchor component={Link} href={all} size="sm">
          {t('allDeliveries')}
        </Anchor>
      }
    >
      {list.data ? (
        list.data.length > 0 ? (
          <Stack gap="sm" role="list" aria-label={t('deliveries')}>
            {list.data.map((delivery) => (
              <DeliveryLine key={delivery.id} delivery={delivery} order={order} href={`${all}&id=${delivery.id}`} />
            ))}
          </Stack>
        ) : (
          <Text size="sm" c="dimmed">
            {t('noDeliveries')}
          </Text>
        )
      ) : list.error ? (
        <PageFailed error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton height={96} />
      )}
    </Section>
  );
}

function DeliveryLine({ delivery, order, href }: { delivery: Delivery; order: Order; href: string }) {
  const t = useTexts();
  const words = useWords();
  const { kind, state, status, text, createdAt, quantity, positionId } = delivery;
  const item = order.items.find((each) => each.positionId === positionId);
  const title = [words(`noticeKind.${kind}`), item && partName(item), quantity !== null && t('pieces', { quantity })];
  return (
    <Group role="listitem" gap="sm" align="flex-start" wrap="nowrap" className={classes.delivery}>
      <div className={classes.deliveryBody}>
        <Group gap="xs" mb={2}>
          <DeliveryBadge state={state} />
          <Anchor component={Link} href={href} size="sm" fw={600} c="inherit">
            {title.filter(Boolean).join(' · ')}
          </Anchor>
          <Text size="xs" c="dimmed">
            {status && (
              <>
                <code>{status}</code>
                {' · '}
              </>
            )}
            <Ago time={createdAt} />
          </Text>
        </Group>
        {text && (
          <Text size="sm" className={classes.noticeText}>
            {text}
          </Text>
        )}
        {state !== 'delivered' && <HowItGoes delivery={delivery} />}
      </div>
      <Retry delivery={delivery} />
    </Group>
  );
}

/** What was answered last, and what happens next. */
function HowItGoes({ delivery }: { delivery: Delivery }) {
  const t = useTexts();
  const now = useNow();
  const connection = useConnectionStates().find(({ id }) => id === delivery.connectionId);
  const { state, attemptCount } = delivery;
  const isTroubled = state === 'retrying' || state === 'dead';
  const words = answerInWords({ ...delivery, connectionState: connection?.state }, now);
  return (
    <Text size="sm" c={isTroubled ? undefined : 'dimmed'} className={classes.noticeText}>
      {words}
      {state === 'retrying' && ` · ${t('attempt', { count: attemptCount })}`}
    </Text>
  );
}

/** What did not arrive asks for it; what did is sent once more only now and then. */
function Retry({ delivery }: { delivery: Delivery }) {
  const t = useTexts();
  const { mayRetry, isOnline, retry } = useDeliveryActions();
  if (!mayRetry(delivery)) return null;
  const { id, state } = delivery;
  const common = { loading: retry.isPending, disabled: !isOnline, onClick: () => retry.mutate(id) };
  if (state === 'dead' || state === 'retrying') {
    return (
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconRefresh size={14} aria-hidden />}
        className={classes.retry}
        {...common}
      >
        {t('retry')}
      </Button>
    );
  }
  return (
    <Tooltip label={t('retry')}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('retry')} className={classes.retry} {...common}>
        <IconRefresh size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
