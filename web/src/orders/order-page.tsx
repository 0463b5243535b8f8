import { Button, Grid, Stack, Text } from '@mantine/core';
import { IconPrinter, IconTag } from '../shared/page-icons';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import type { Schemas } from '../api/client';
import { AssigneeControl } from '../teamwork/assignee';
import { NotesCard } from '../teamwork/notes-card';
import { useMay } from '../session/session';
import { Page } from '../shared/page';
import { ListSkeleton, Loaded } from '../shared/page-states';
import { useSelection } from '../shared/selection';
import { useShortcuts } from '../shared/shortcuts';
import { useIsOnline } from '../shell/connection-watch';
import { useReadWhenOpened } from '../shell/unread';
import { CancellationPanel } from './cancellation-panel';
import { ChangesBar } from './changes-bar';
import { OrderDeliveries } from './order-deliveries';
import { OrderFacts } from './order-facts';
import { OrderHandOvers } from './order-hand-overs';
import { OrderHistory } from './order-history';
import { OrderItems } from './order-items';
import { useOrder } from './order-queries';
import { partsOf, statusReason } from './order-words';
import { OrderFlags, OrderStatusBadge } from './orders-columns';
import { SelectionBar } from './selection-bar';
import { StatusDialog, type StatusRequest } from './status-dialog';
import { useStatusTexts } from './status-texts';
import { useTexts } from './texts';

export default function OrderPage() {
  const t = useTexts();
  const { id = '' } = useParams();
  const order = useOrder(id);
  return order.data ? (
    <ShownOrder key={id} order={order.data} />
  ) : (
    <Page title={t('orderTitle', { number: id })} back={{ href: '/orders', label: t('title') }}>
      <Loaded query={order} skeleton={<ListSkeleton rows={6} />}>
        {() => null}
      </Loaded>
    </Page>
  );
}

function ShownOrder({ order }: { order: Schemas['OrderDetail'] }) {
  useReadWhenOpened(order.externalOrderId);
  const t = useTexts();
  const change = useStatusTexts();
  const mayWork = useMay('workOrders');
  const isOnline = useIsOnline();
  const selection = useSelection();
  const [request, setRequest] = useState<Omit<StatusRequest, 'orders'>>();
  const chosen = order.items.filter(({ id }) => selection.has(id)).map(({ id }) => id);
  const setOfChosen = () => setRequest(chosen.length > 0 ? { itemIds: chosen } : {});
  useShortcuts(mayWork ? [{ keys: 'KeyS', label: change('setStatus'), run: () => isOnline && setOfChosen() }] : []);
  const { id, number, flags } = order;
  const reason = statusReason(order);
  return (
    <Page
      title={t('orderTitle', { number })}
      beside={
        <>
          <OrderStatusBadge order={order} />
          <OrderFlags flags={flags} />
        </>
      }
      back={{ href: '/orders', label: t('title') }}
      actions={
        <>
          <AssigneeControl
            externalOrderId={order.externalOrderId}
            regionId={order.regionId}
            assignee={order.assignee}
          />
          <Button
            component={Link}
            href={`/orders/${id}/print`}
            variant="default"
            leftSection={<IconPrinter size={16} aria-hidden />}
          >
            {t('printForm')}
          </Button>
          {mayWork && (
            <Button leftSection={<IconTag size={16} aria-hidden />} disabled={!isOnline} onClick={() => setRequest({})}>
              {t('setForOrder')}
            </Button>
          )}
        </>
      }
    >
      {reason !== order.status?.name && (
        <Text size="sm" mt="calc(-1 * var(--mantine-spacing-xs))" mb="md">
          {reason}
        </Text>
      )}
      <ChangesBar
        externalOrderId={order.externalOrderId}
        isUnseen={flags.changedAfterDecision}
        changes={order.changes}
        history={order.history}
        partOf={partsOf(order.items)}
      />
      <CancellationPanel order={order} onSetStatus={mayWork ? (itemIds) => setRequest({ itemIds }) : undefined} />
      <Grid>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack>
            <OrderItems
              order={order}
              selection={mayWork ? selection : undefined}
              onSetStatus={mayWork ? (itemId, statusId) => setRequest({ itemIds: [itemId], statusId }) : undefined}
            />
            <OrderDeliveries order={order} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack>
            <OrderFacts order={order} />
            <OrderHandOvers order={order} />
            <NotesCard externalOrderId={order.externalOrderId} regionId={order.regionId} notes={order.notes} />
            <OrderHistory order={order} />
          </Stack>
        </Grid.Col>
      </Grid>
      <SelectionBar
        words={t('itemsChosen', { count: chosen.length })}
        isShown={chosen.length > 0}
        onSetStatus={setOfChosen}
        onClear={selection.clear}
      />
      {request && (
        <StatusDialog
          request={{ ...request, orders: [order] }}
          onDone={selection.clear}
          onClose={() => setRequest(undefined)}
        />
      )}
    </Page>
  );
}
