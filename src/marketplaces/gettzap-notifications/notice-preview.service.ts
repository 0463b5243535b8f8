import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { DecidingService, DecisionRequest } from '../../orders/external-orders/deciding.service.js';
import { ItemStatusesService } from '../../orders/orders/item-statuses.service.js';
import { SetItemStatus } from '../../orders/orders/item-status.dto.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { DecisionPreview, ItemStatusPreview, NoticeView, PreviewDecision } from './notice-preview.dto.js';
import { PreviewedNotice, NotificationComposer } from './notification-composer.service.js';

/** Stands in texts for the number of an order that accepting would make. */
const NUMBER_TO_COME = '…';

/** Shows what GettZap would be told, by the same way as it is told, but only reading. */
@Injectable()
export class NoticePreview {
  constructor(
    private readonly transactions: Transactions,
    private readonly deciding: DecidingService,
    private readonly itemStatuses: ItemStatusesService,
    private readonly composer: NotificationComposer,
  ) {}

  /** @throws NotFoundError, ConflictError and InvalidInputError as deciding does */
  ofDecision(id: number, input: PreviewDecision, actor: Actor): Promise<DecisionPreview> {
    const decision = input.decision === 'accept' ? 'accepted' : 'refused';
    return this.transactions.read(async (manager) => {
      const { state, event, makesOrder } = await this.deciding.preview(manager, id, decision, requestOf(input), actor);
      const orderNumber = makesOrder ? NUMBER_TO_COME : event.orderId === null ? null : String(event.orderId);
      const previewed = this.composer.previewDecision(event, orderNumber);
      return {
        state,
        notices: previewed.map((each) => ({
          ...presentNotice(each),
          positionId: each.notice.position ? String(each.notice.position.id) : null,
        })),
      };
    });
  }

  /** @throws InvalidInputError as setting the status does */
  ofItemStatus(input: SetItemStatus, actor: Actor): Promise<ItemStatusPreview> {
    return this.transactions.read(async (manager) => {
      const { result, event } = await this.itemStatuses.preview(manager, input, actor);
      const previewed = this.composer.previewStatusChange(event);
      return {
        ...result,
        notices: previewed.map((each) => ({
          orderId: String(each.subject.orderId),
          externalId: each.subject.externalId,
          itemId: each.notice.itemId === undefined ? null : String(each.notice.itemId),
          ...presentNotice(each),
        })),
      };
    });
  }
}

/** What belongs to the other decision only is left out, as there is no place for it in deciding either. */
function requestOf({ decision, positions, reason, version }: PreviewDecision): DecisionRequest {
  return {
    ...(positions && { positions }),
    ...(decision === 'refuse' && reason !== undefined && { reason }),
    ...(version !== undefined && { version }),
  };
}

function presentNotice({ notice: { kind, status, quantity }, text, reason }: PreviewedNotice): NoticeView {
  return { kind, status, text, isSent: reason === '', reason, quantity: quantity ?? null };
}
