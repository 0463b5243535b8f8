import { Group, NumberInput, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { money } from '../i18n/format';
import { marksOf, positionPath } from '../orders/buyer-changes';
import { PartChanges, PositionsBeside, withChange } from '../orders/with-change';
import { Section } from '../shared/section';
import { PositionBadge } from '../shared/badges';
import { type Column, DataTable } from '../shared/data-table';
import { DecidedSum } from '../shared/decided-sum';
import { acceptedSum } from './accepted-sum';
import classes from './detail.module.css';
import { useTexts } from './detail-texts';
import type { Draft } from './draft';
import { AcceptedQuantity, Part } from './part';

type Position = Schemas['PositionView'];

interface Props {
  order: Schemas['ExternalOrderDetail'];
  draft: Draft;
  /** Whether quantities and a choice can be given. */
  isOpen: boolean;
}

/** What was ordered; what of it is decided, and how much of the rest is to be accepted. */
export function PositionsCard({ order, draft, isOpen }: Props) {
  const t = useTexts();
  const { positions } = order;
  const canChoose = isOpen && positions.length > 1;
  const marks = marksOf(order.changes);
  const changeOf = ({ externalId }: Position, field: string) => marks.get(positionPath(externalId, field));
  const columns: Array<Column<Position>> = [
    {
      key: 'part',
      header: t('part'),
      render: (position) => (
        <>
          <Part position={position} />
          <PartChanges marks={marks} positionId={position.externalId} />
          {(position.comment || changeOf(position, 'comment')) && (
            <Text size="xs">
              {withChange(changeOf(position, 'comment'), position.comment && `«${position.comment}»`)}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'quantity',
      header: t('quantity'),
      align: 'right',
      width: isOpen ? 122 : 72,
      render: (position) =>
        isOpen && position.state === 'open' && position.quantity > 1 ? (
          <>
            <Quantity position={position} draft={draft} />
            {changeOf(position, 'quantity') && (
              <Text size="xs" mt={4}>
                {withChange(changeOf(position, 'quantity'), position.quantity)}
              </Text>
            )}
          </>
        ) : (
          withChange(changeOf(position, 'quantity'), <AcceptedQuantity position={position} />)
        ),
    },
    {
      key: 'sum',
      header: t('sum'),
      align: 'right',
      width: 116,
      render: (position) => (
        <>
          <Money amount={String(Number(position.price) * countedOf(position))} />
          {(position.quantity > 1 || changeOf(position, 'price')) && (
            <Text size="xs" c="dimmed" component="div">
              {withChange(changeOf(position, 'price'), t('each', { price: money(position.price) }))}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'term',
      header: t('term'),
      width: 72,
      render: (position) => (
        <Text size="sm" className={classes.oneLine}>
          {withChange(
            changeOf(position, 'deliveryDays'),
            position.deliveryDays === null ? '—' : t('days', { count: position.deliveryDays }),
          )}
        </Text>
      ),
    },
    { key: 'state', header: t('state'), width: 132, render: ({ state }) => <PositionBadge state={state} /> },
  ];
  return (
    <Section title={t('positions')} beside={<DecidedSum sum={acceptedSum(order)} ordered={order.total} isStrong />}>
      {positions.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('noPositions')}
        </Text>
      ) : (
        <DataTable<Position>
          label={t('positions')}
          rows={positions}
          rowKey={({ id }) => id}
          rowName={({ brand, number }) => `${brand} ${number}`}
          columns={columns}
          hasFixedWidths
          {...(canChoose && { selection: draft.selection })}
          isSelectable={({ state }) => state === 'open'}
        />
      )}
      <PositionsBeside marks={marks} rowIds={positions.map(({ externalId }) => externalId)} />
    </Section>
  );
}

/** How many pieces a position's sum is of. */
function countedOf({ state, quantity, acceptedQuantity }: Position): number {
  return state === 'accepted' ? acceptedQuantity : quantity;
}

function Money({ amount }: { amount: string }) {
  return (
    <Text size="sm" span style={{ whiteSpace: 'nowrap' }}>
      {money(amount)}
    </Text>
  );
}

function Quantity({ position, draft }: { position: Position; draft: Draft }) {
  const t = useTexts();
  const { quantity, brand, number } = position;
  const accepted = draft.quantityOf(position);
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <NumberInput
        size="xs"
        w={64}
        aria-label={t('toAcceptOf', { part: `${brand} ${number}` })}
        min={1}
        max={quantity}
        clampBehavior="strict"
        allowDecimal={false}
        allowNegative={false}
        value={accepted}
        onFocus={(event) => {
          event.currentTarget.select();
          draft.setIntent('accept');
        }}
        onChange={(value) => draft.setQuantity(position, typeof value === 'number' ? value : quantity)}
      />
      <Text
        size="xs"
        c={accepted < quantity ? undefined : 'dimmed'}
        ta="left"
        className={accepted < quantity ? undefined : classes.oneLine}
      >
        {accepted < quantity
          ? t('restRefused', { of: quantity, rest: quantity - accepted })
          : t('inFull', { of: quantity })}
      </Text>
    </Group>
  );
}
