import { Text } from '@mantine/core';
import type { Schemas } from '../api/client';

type Position = Schemas['PositionView'];

/** What was ordered: brand and number, the name below. */
export function Part({ position: { brand, number, name } }: { position: Pick<Position, 'brand' | 'number' | 'name'> }) {
  return (
    <div>
      <Text component="div" size="sm" fw={600}>
        {brand} <span style={{ whiteSpace: 'nowrap' }}>{number}</span>
      </Text>
      {name && (
        <Text size="xs" c="dimmed">
          {name}
        </Text>
      )}
    </div>
  );
}

/** Pieces; of a position that was taken in a smaller quantity, how many of how many. */
export function AcceptedQuantity({ position: { state, quantity, acceptedQuantity } }: { position: Position }) {
  return state === 'accepted' && acceptedQuantity < quantity ? `${acceptedQuantity} / ${quantity}` : String(quantity);
}
