import { useMemo, useState } from 'react';
import type { Schemas } from '../api/client';
import type { Offer, OfferedPositions } from '../offers/use-offers';
import { arePieces, type Typed } from '../shared/pieces-input';
import { type Selection, useSelection } from '../shared/selection';
import type { Decision } from './decide-many';
import { offersOfDraft } from './draft-offers';

type Order = Schemas['ExternalOrderDetail'];
type Position = Schemas['PositionView'];

/** A decision that is being prepared about one external order. It outlives a new version of the order. */
export interface Draft {
  selection: Selection;
  /** The positions that still wait for a decision. */
  open: Position[];
  /** Those of them that were chosen; none = all are meant. */
  chosen: Position[];
  /** None of those that were chosen waits any more: that does not make it all of the others. */
  isChoiceGone: boolean;
  /** How many pieces of a position are to be accepted; all of them while what was typed is no such number. */
  quantityOf(position: Position): number;
  /** As it stands in the field. */
  typedQuantityOf(position: Position): Typed;
  setQuantity(position: Position, quantity: Typed): void;
  /** The offer that a position is to be accepted with. */
  offerOf(position: Position): Offer | undefined;
  setOffer(position: Position, offer: Offer | null): void;
  /** One that is meant has a quantity that cannot be accepted. */
  hasMistakes: boolean;
  /** Not everything that was ordered would be accepted. */
  isInPart: boolean;
  reason: string;
  setReason(reason: string): void;
  /** Which decision the manager looks at. */
  intent: Decision;
  setIntent(intent: Decision): void;
  /** Something would be lost by leaving. */
  isDirty: boolean;
  /** Forgets what a decision was made of; a reason that was typed meanwhile stays. */
  decided(decision: Decision, reason: string): void;
}

export function useDraft({ positions, state }: Order, { byPosition }: OfferedPositions): Draft {
  const selection = useSelection();
  const [quantities, setQuantities] = useState<Record<string, Typed>>({});
  const [offerIds, setOfferIds] = useState<Record<string, string | null>>({});
  const [reason, setReason] = useState('');
  const canBeAccepted = state !== 'needs_attention';
  const [intent, setIntent] = useState<Decision>('accept');
  return useMemo(() => {
    const open = state === 'cancelled' || state === 'deleted' ? [] : positions.filter((each) => each.state === 'open');
    const chosen = open.filter(({ id }) => selection.has(id));
    const typedQuantityOf = ({ id, quantity }: Position) => quantities[id] ?? quantity;
    const quantityOf = (position: Position) => {
      const typed = typedQuantityOf(position);
      return arePieces(typed, position.quantity) ? typed : position.quantity;
    };
    const meant = chosen.length > 0 ? chosen : open;
    // What is not decided now takes nothing from what is.
    const offers = offersOfDraft([...new Set([...meant, ...open])], byPosition, offerIds, quantityOf);
    return {
      selection,
      open,
      chosen,
      isChoiceGone: selection.keys.length > 0 && chosen.length === 0,
      quantityOf,
      typedQuantityOf,
      offerOf: ({ id }) => offers.get(id),
      setOffer: ({ id }, offer) => setOfferIds((old) => ({ ...old, [id]: offer?.id ?? null })),
      hasMistakes: meant.some((position) => !arePieces(typedQuantityOf(position), position.quantity)),
      setQuantity: ({ id }, quantity) => setQuantities((old) => ({ ...old, [id]: quantity })),
      isInPart: meant.some((position) => quantityOf(position) < position.quantity),
      reason,
      setReason,
      intent: canBeAccepted ? intent : 'refuse',
      setIntent,
      isDirty:
        open.length > 0 && (reason.trim() !== '' || open.some((each) => typedQuantityOf(each) !== each.quantity)),
      decided: (decision, told) => {
        selection.clear();
        if (decision === 'accept') setQuantities({});
        else setReason((now) => (now.trim() === told ? '' : now));
      },
    };
  }, [positions, state, byPosition, selection, quantities, offerIds, reason, intent, canBeAccepted]);
}

/** The draft as the calls take it; positions are left out where the whole order is meant. */
export function requestOf(draft: Draft, decision: Decision, version: number) {
  const { chosen, open, isInPart, quantityOf, offerOf } = draft;
  const reason = draft.reason.trim();
  if (decision === 'refuse') {
    return {
      version,
      ...(chosen.length > 0 && { positions: chosen.map(({ id }) => ({ id })) }),
      ...(reason && { reason }),
    };
  }
  const hasOffers = open.some((position) => offerOf(position));
  const meant = chosen.length > 0 ? chosen : isInPart || hasOffers ? open : undefined;
  return {
    version,
    ...(meant && {
      positions: meant.map((position) => {
        const quantity = quantityOf(position);
        const offerId = offerOf(position)?.id;
        return { id: position.id, ...(quantity < position.quantity && { quantity }), ...(offerId && { offerId }) };
      }),
    }),
  };
}
