import { Badge } from '@mantine/core';
import type { Schemas } from '../api/client';
import { useWords } from '../i18n/words';

type ExternalOrderState = Schemas['ExternalOrderSummary']['state'];
type PositionState = Schemas['PositionView']['state'];
type DeliveryState = 'pending' | 'sending' | 'retrying' | 'delivered' | 'dead' | 'cancelled' | 'skipped';

const EXTERNAL_ORDER_COLORS: Record<ExternalOrderState, string> = {
  new: 'indigo',
  partially_decided: 'yellow',
  accepted: 'green',
  partially_accepted: 'teal',
  refused: 'gray',
  cancelled: 'red',
  needs_attention: 'orange',
  deleted: 'gray',
};

export const EXTERNAL_ORDER_STATES = Object.keys(EXTERNAL_ORDER_COLORS) as ExternalOrderState[];

const POSITION_COLORS: Record<PositionState, string> = {
  open: 'indigo',
  accepted: 'green',
  refused: 'gray',
  cancelled: 'red',
};

const DELIVERY_COLORS: Record<DeliveryState, string> = {
  pending: 'indigo',
  sending: 'indigo',
  retrying: 'yellow',
  delivered: 'green',
  dead: 'red',
  cancelled: 'gray',
  skipped: 'gray',
};

export function ExternalOrderBadge({ state }: { state: ExternalOrderState }) {
  const words = useWords();
  return <Badge color={EXTERNAL_ORDER_COLORS[state]}>{words(`externalOrderState.${state}`)}</Badge>;
}

export function PositionBadge({ state }: { state: PositionState }) {
  const words = useWords();
  return <Badge color={POSITION_COLORS[state]}>{words(`positionState.${state}`)}</Badge>;
}

export function DeliveryBadge({ state }: { state: DeliveryState }) {
  const words = useWords();
  return <Badge color={DELIVERY_COLORS[state]}>{words(`deliveryState.${state}`)}</Badge>;
}

/** A status of the shop's directory, in the colour that the shop gave it. */
export function StatusBadge({ status }: { status: { name: string; color: string } }) {
  return (
    <Badge
      variant="default"
      leftSection={
        <svg width={10} height={10} aria-hidden>
          <circle cx={5} cy={5} r={5} fill={status.color || 'currentColor'} />
        </svg>
      }
    >
      {status.name}
    </Badge>
  );
}
