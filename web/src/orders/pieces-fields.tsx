import { Group, Stack, Text } from '@mantine/core';
import { arePieces, PiecesInput, type Typed } from '../shared/pieces-input';
import type { Pieces } from './item-status';
import { itemName, type OrderItem } from './order-words';
import { useStatusTexts } from './status-texts';

/** What was typed, by item. */
export type TypedPieces = Record<string, Typed>;

/** More are set as a whole: whoever counts pieces has them before them. */
const ASKED_AT_MOST = 20;

function askedItems(items: OrderItem[]): OrderItem[] {
  const countable = items.filter(({ quantity }) => quantity > 1);
  return countable.length <= ASKED_AT_MOST ? countable : [];
}

/** What was typed as the calls take it; undefined while some of it is no number of pieces. */
export function piecesOf(items: OrderItem[], typed: TypedPieces): Pieces | undefined {
  const pieces: Pieces = {};
  for (const { id, quantity } of askedItems(items)) {
    const value = typed[id] ?? quantity;
    if (!arePieces(value, quantity)) return undefined;
    if (value < quantity) pieces[id] = value;
  }
  return pieces;
}

interface Props {
  items: OrderItem[];
  typed: TypedPieces;
  onType(itemId: string, value: Typed): void;
}

/** How many pieces of each item pass into the status; the rest stays where it is. */
export function PiecesFields({ items, typed, onType }: Props) {
  const t = useStatusTexts();
  return (
    <Stack gap={6}>
      {askedItems(items).map((item) => {
        const { id, quantity, status } = item;
        return (
          <Group key={id} gap="xs">
            <Text size="sm" flex="0 0 200px">
              {itemName(item)}
            </Text>
            <PiecesInput
              label={t('howMany', { part: itemName(item) })}
              of={quantity}
              value={typed[id] ?? quantity}
              all={t('allPieces', { of: quantity })}
              restInWords={(count) => t('restStays', { of: quantity, count, status: status.name })}
              onChange={(next) => onType(id, next)}
            />
          </Group>
        );
      })}
    </Stack>
  );
}
