import { Alert, Button, List, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { dateTime } from '../i18n/format';
import { notifyFailure } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import type { Overtaken } from './item-status';
import { itemName, type OrderSummary } from './order-words';
import { useStatusTexts } from './status-texts';
import { useTexts } from './texts';

/** More than these are only counted. */
const SHOWN = 12;

interface Props {
  overtaken: Overtaken[];
  /** As they were seen. */
  orders: OrderSummary[];
  onReloaded(orders: OrderSummary[]): void;
}

/** Says what somebody else did with items whose status was to be set, and offers to look at their orders anew. */
export function OvertakenOrders({ overtaken, orders, onReloaded }: Props) {
  const t = useStatusTexts();
  const orderWords = useTexts();
  const shared = useSharedTexts();
  const concerned = orders.filter((order) => isOvertaken(order, overtaken));
  const reloading = useMutation({
    mutationFn: () => loadAnew(concerned),
    onSuccess: onReloaded,
    onError: (error) => notifyFailure(error),
  });
  const names = new Map(
    orders.flatMap((order) =>
      order.items.map((item) => {
        const of = orders.length > 1 ? `${orderWords('orderTitle', { number: order.number })}, ` : '';
        return [item.id, of + itemName(item)] as const;
      }),
    ),
  );
  const lines = overtaken.flatMap(({ items, changed }) =>
    items.map(({ id, status }) => ({ id, status, changed, part: names.get(id) ?? '' })),
  );
  return (
    <Alert color="yellow" title={shared('changedMeanwhile')} role="alert">
      <List size="sm" mb={4} style={{ overflowWrap: 'anywhere' }}>
        {lines.slice(0, SHOWN).map(({ id, part, status, changed }) => (
          <List.Item key={id}>
            {status ? t('nowIn', { part, status }) : part}
            {changed && ` (${changed.by}, ${dateTime(changed.at)})`}
          </List.Item>
        ))}
        {lines.length > SHOWN && <List.Item>{t('andMore', { count: lines.length - SHOWN })}</List.Item>}
      </List>
      <Text size="sm">{t('overtakenHint', { count: concerned.length })}</Text>
      <Button
        size="compact-sm"
        variant="default"
        mt="xs"
        display="block"
        loading={reloading.isPending}
        onClick={() => reloading.mutate()}
      >
        {shared('reload')}
      </Button>
    </Alert>
  );
}

function isOvertaken({ items }: OrderSummary, overtaken: Overtaken[]): boolean {
  const others = new Set(overtaken.flatMap((each) => each.items.map(({ id }) => id)));
  return items.some(({ id }) => others.has(id));
}

/** One after the other: there may be hundreds. */
async function loadAnew(orders: OrderSummary[]): Promise<OrderSummary[]> {
  const loaded: OrderSummary[] = [];
  for (const { id } of orders) loaded.push(await call(api.GET('/api/orders/{id}', { params: { path: { id } } })));
  return loaded;
}
