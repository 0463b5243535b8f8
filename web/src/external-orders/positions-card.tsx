import { type RefObject, useRef } from 'react';
import { Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { money } from '../i18n/format';
import { marksOf, positionPath } from '../orders/buyer-changes';
import { ChosenOffer } from '../offers/chosen-offer';
import { PositionOffer } from '../offers/position-offer';
import type { OfferedPositions } from '../offers/use-offers';
import { isOfRule } from '../processing-rules/mark-words';
import { useRuleName } from '../processing-rules/processing-rule';
import { RuleMark } from '../processing-rules/rule-mark';
import { PartChanges, PositionsBeside, withChange } from '../orders/with-change';
import { Section } from '../shared/section';
import { PositionBadge } from '../shared/badges';
import { type Column, DataTable } from '../shared/data-table';
import { DecidedSum } from '../shared/decided-sum';
import { PiecesInput } from '../shared/pieces-input';
import { acceptedSum } from './accepted-sum';
import classes from './detail.module.css';
import { useTexts } from './detail-texts';
import type { Draft } from './draft';
import { useShortcuts } from '../shared/shortcuts';
import { AcceptedQuantity, Part } from './part';

type Position = Schemas['PositionView'];

interface Props {
  order: Schemas['ExternalOrderDetail'];
  draft: Draft;
  offers: OfferedPositions;
  /** Whether quantities and a choice can be given. */
  isOpen: boolean;
  /** Enter in a quantity. */
  onConfirm(): void;
}

interface QuantityProps extends Pick<Props, 'draft' | 'onConfirm'> {
  position: Position;
  onMove(step: number): void;
}

/** What was ordered; what of it is decided, and how much of the rest is to be accepted. */
export function PositionsCard({ order, draft, offers, isOpen, onConfirm }: Props) {
  const t = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const move = usePositionKeys(list, isOpen);
  const { positions } = order;
  const ruleName = useRuleName(positions.some(isOfRule));
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
          <ChosenOffer offer={position.offer} />
          {offers.isListed && position.state === 'open' && (
            <PositionOffer
              part={`${position.brand} ${position.number}`}
              quantity={draft.quantityOf(position)}
              offers={offers.byPosition.get(position.id) ?? []}
              chosen={draft.offerOf(position)}
              onChoose={isOpen ? (offer) => draft.setOffer(position, offer) : undefined}
            />
          )}
          <RuleMark position={position} ruleName={ruleName} />
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
            <Quantity position={position} draft={draft} onMove={move} onConfirm={onConfirm} />
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
      width: 136,
      render: (position) => (
        <>
          {money(String(Number(position.price) * countedOf(position)))}
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
        <div ref={list}>
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
        </div>
      )}
      <PositionsBeside marks={marks} rowIds={positions.map(({ externalId }) => externalId)} />
    </Section>
  );
}

/** How many pieces a position's sum is of. */
function countedOf({ state, quantity, acceptedQuantity }: Position): number {
  return state === 'accepted' ? acceptedQuantity : quantity;
}

function Quantity({ position, draft, onMove, onConfirm }: QuantityProps) {
  const t = useTexts();
  const { quantity, brand, number } = position;
  return (
    <PiecesInput
      label={t('toAcceptOf', { part: `${brand} ${number}` })}
      of={quantity}
      value={draft.typedQuantityOf(position)}
      all={t('inFull', { of: quantity })}
      restInWords={(rest) => t('restRefused', { of: quantity, rest })}
      onFocus={() => draft.setIntent('accept')}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (event.key !== 'Enter' && !step) return;
        event.preventDefault();
        if (step) onMove(step);
        else onConfirm();
      }}
      onChange={(value) => draft.setQuantity(position, value)}
    />
  );
}

const STEPS: Record<string, number | undefined> = { ArrowDown: 1, ArrowUp: -1 };

/** Up and down walk through the positions, to the quantity of each, or else to its box. */
function usePositionKeys(list: RefObject<HTMLElement | null>, isOn: boolean): (step: number) => void {
  const t = useTexts();
  const move = (step: number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
    const [quantity, box] = ['input:not([type="checkbox"])', 'input'].map((what) =>
      row?.querySelector<HTMLElement>(what),
    );
    (quantity ?? box)?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  };
  useShortcuts(
    isOn
      ? [
          { keys: 'ArrowDown', label: t('shortcutNextPosition'), run: () => move(1) },
          { keys: 'ArrowUp', label: t('shortcutPreviousPosition'), run: () => move(-1) },
        ]
      : [],
  );
  return move;
}
