import { IsIn } from 'class-validator';
import { AcceptExternalOrder, Reason } from '../../orders/external-orders/decision.dto.js';
import type { ExternalOrderState } from '../../orders/external-orders/external-order-state.js';
import { ItemStatusOutcome } from '../../orders/orders/item-status.dto.js';
import { NotificationKind } from './gettzap-notification.js';

/** Positions and version as for accepting; a quantity is for accepting only. */
export class PreviewDecision extends AcceptExternalOrder {
  @IsIn(['accept', 'refuse'])
  decision: 'accept' | 'refuse';

  /** For refusing only. */
  @Reason()
  reason?: string;
}

/** What GettZap would be told. */
export class NoticeView {
  kind: NotificationKind;
  /** GettZap's status. */
  status: string;
  /** "" when the shop does not tell it. */
  text: string;
  /** False for one that is only recorded. */
  isSent: boolean;
  /** Why it is not sent; "" when it is. */
  reason: string;
  /** Pieces, where fewer are meant than the buyer ordered of the position. */
  quantity: number | null;
}

export class DecisionNoticeView extends NoticeView {
  /** Null = about the whole order. */
  positionId: string | null;
}

export class DecisionPreview {
  /** What the external order's state would be. */
  state: ExternalOrderState;
  /** In the order in which GettZap would be told. A number that the order does not have yet is `…`. */
  notices: DecisionNoticeView[];
}

export class StatusNoticeView extends NoticeView {
  orderId: string;
  /** The order's id at GettZap. */
  externalId: string;
  /** Null = about the whole order. */
  itemId: string | null;
}

export class ItemStatusPreview extends ItemStatusOutcome {
  /** Order by order, each in the order in which GettZap would be told. */
  notices: StatusNoticeView[];
}
