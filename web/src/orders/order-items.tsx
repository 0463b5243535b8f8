import { Menu, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '../shared/page-icons';
import { TimeLeft } from '../deadlines/time-left';
import type { Schemas } from '../api/client';
import { money } from '../i18n/format';
import { ColorDot } from '../order-statuses/color-dot';
import { useStatuses } from '../order-statuses/use-statuses';
import { StatusBadge } from '../shared/badges';
import { DataTable } from '../shared/data-table';
import type { Selection } from '../shared/selection';
import { useIsOnline } from '../shell/connection-watch';
import { marksOf, positionPath } from './buyer-changes';
import { isGivenUp, itemName, type OrderItem, sumOf } from './order-words';
import classes from './orders.module.css';
import { ChosenOffer } from '../offers/chosen-offer';
import { Section } from '../shared/section';
import { useStatusTexts } from './status-texts';
import { useTexts } from './texts';
import { PartChanges, PositionsBeside, withChange } from './with-change';

interface Props {
  order: Schemas['OrderDetail'];
  /** Absent for who may only look. */
  selection?: Selection;
  onSetStatus?(itemId: string, statusId: string): void;
}

export function OrderItems({ order: { items, changes, regionId }, selection, onSetStatus }: Props) {
  const t = useTexts();
  const { data: statuses = [] } = useStatuses();
  const marks = marksOf(changes.filter((each) => each.pending));
  const changeOf = ({ positionExternalId }: OrderItem, field: string) =>
    marks.get(positionPath(positionExternalId, field));
  const total = sumOf(items.filter((item) => !isGivenUp(item)));
  return (
    <Section title={t('items')} beside={<Text fw={600}>{t('total', { sum: money(total) })}</Text>}>
      <DataTable<OrderItem>
        label={t('items')}
        rows={items}
        rowKey={({ id }) => id}
        rowName={itemName}
        hasFixedWidths
        rowTone={(item) => (isGivenUp(item) ? 'quiet' : undefined)}
        selection={selection}
        columns={[
          {
            key: 'part',
            header: t('part'),
            render: (item) => (
              <div>
                <Text component="div" size="sm" fw={600}>
                  {item.brand} <span className={classes.whole}>{item.number}</span>
                </Text>
                <Text size="sm">{item.name}</Text>
                {item.deliveryDays !== null && (
                  <Text size="xs" c="dimmed">
                    {t('promised', { term: t('days', { count: item.deliveryDays }) })}
                  </Text>
                )}
                <ChosenOffer offer={item.offer} />
                <PartChanges marks={marks} positionId={item.positionExternalId} />
                {(item.comment || changeOf(item, 'comment')) && (
                  <Text size="xs" c="dimmed" style={{ whiteSpace: 'pre-line' }}>
                    {withChange(changeOf(item, 'comment'), item.comment && t('buyerSays', { comment: item.comment }))}
                  </Text>
                )}
              </div>
            ),
          },
          {
            key: 'quantity',
            header: t('quantity'),
            align: 'right',
            width: 68,
            render: (item) => (
              <>
                {withChange(changeOf(item, 'quantity'), item.quantity)}
                {item.quantity < item.orderedQuantity && (
                  <Text size="xs" c="dimmed" component="div">
                    {t('ofOrdered', { quantity: item.orderedQuantity })}
                  </Text>
                )}
              </>
            ),
          },
          {
            key: 'sum',
            header: t('sum'),
            align: 'right',
            width: 136,
            render: (item) => (
              <>
                {money(sumOf([item]))}
                {(item.quantity > 1 || changeOf(item, 'price')) && (
                  <Text size="xs" c="dimmed" component="div">
                    {withChange(changeOf(item, 'price'), t('each', { price: money(item.price) }))}
                  </Text>
                )}
              </>
            ),
          },
          {
            key: 'status',
            header: t('status'),
            width: 184,
            render: (item) => (
              <>
                <ItemStatus item={item} onSet={onSetStatus} />
                {item.leaveBy && (
                  <div>
                    <TimeLeft
                      by={item.leaveBy}
                      regionId={regionId}
                      warnMinutes={statuses.find(({ id }) => id === item.status.id)?.leaveWarnMinutes}
                      kind="leave"
                    />
                  </div>
                )}
              </>
            ),
          },
        ]}
      />
      <PositionsBeside marks={marks} rowIds={items.map(({ positionExternalId }) => positionExternalId)} />
    </Section>
  );
}

/** The item's status; pressed, the others to choose from. */
function ItemStatus({ item, onSet }: { item: OrderItem; onSet?(itemId: string, statusId: string): void }) {
  const t = useTexts();
  const change = useStatusTexts();
  const { data: statuses = [] } = useStatuses();
  const isOnline = useIsOnline();
  if (!onSet || !isOnline) return <StatusBadge status={item.status} />;
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <UnstyledButton
          className={classes.statusButton}
          aria-label={t('changeStatus', { part: itemName(item), status: item.status.name })}
        >
          <StatusBadge status={item.status} />
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={360} className={classes.menu}>
        <Menu.Label>{change('setStatus')}</Menu.Label>
        {statuses.map(({ id, name, color }) => (
          <Menu.Item
            key={id}
            disabled={id === item.status.id}
            leftSection={<ColorDot color={color} />}
            onClick={() => onSet(item.id, id)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
