import { IntersectionType, OmitType, PickType } from '@nestjs/swagger';
import { AnyOf } from '../../platform/http/filters.js';
import { PageOf, PageQuery } from '../../platform/http/paging.dto.js';
import { ExternalOrderQuery, PositionView, presentPosition } from './external-order.dto.js';
import type { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { ExternalOrderState, POSITION_STATES, PositionState } from './external-order-state.js';

/** Positions of the external orders that match; `q` finds a position by its part, or all of an order by what else it is searched by; `ids` are of positions. */
export class ListedPositionQuery extends IntersectionType(
  OmitType(ExternalOrderQuery, ['sort'] as const),
  PickType(PageQuery, ['sort'] as const),
) {
  /** One state or several, separated by commas. */
  @AnyOf(POSITION_STATES)
  positionState?: PositionState[];
}

/** The external order that a listed position belongs to. */
export class PositionOrderView {
  id: string;
  /** Its id at the marketplace. */
  externalId: string;
  state: ExternalOrderState;
  receivedAt: string;
  connectionId: string;
  regionId: string;
  customerName: string;
  /** The order made from it. */
  orderId: string | null;
}

export class ListedPositionView extends PositionView {
  externalOrder: PositionOrderView;
}

export class ListedPositionPage extends PageOf(ListedPositionView) {}

export function presentListedPosition(
  position: ExternalOrderPosition,
  order: ExternalOrder,
  orderId: number | undefined,
): ListedPositionView {
  return {
    ...presentPosition(position),
    externalOrder: {
      id: String(order.id),
      externalId: order.externalId,
      state: order.state,
      receivedAt: order.createdAt.toISOString(),
      connectionId: String(order.connectionId),
      regionId: String(order.regionId),
      customerName: order.customerName,
      orderId: orderId === undefined ? null : String(orderId),
    },
  };
}
