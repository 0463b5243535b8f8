import { Injectable, Logger } from '@nestjs/common';
import { REGIONS } from '../../access/regions/regions.service.js';
import {
  BuyerDataErased,
  DecidedPosition,
  Decision,
  ExternalOrderCancelledByClient,
  ExternalOrderDecided,
  ExternalOrderReopened,
} from '../../orders/external-orders/external-orders.events.js';
import type { StatusDirectory } from '../../orders/order-statuses/order-status.entity.js';
import { TextTemplates } from '../../orders/order-statuses/text-templates.service.js';
import type { TextValues } from '../../orders/order-statuses/text-variables.js';
import { OrderChange, OrderItemsStatusChanged } from '../../orders/orders/orders.events.js';
import { endpointName, ENDPOINTS } from '../../outbox/endpoints.service.js';
import { MessageContents } from '../../outbox/message-contents.service.js';
import { type OutboxMessage, UNDONE } from '../../outbox/outbox-message.entity.js';
import { NewMessage, Outbox, whyNotSent } from '../../outbox/outbox.service.js';
import { type ConfigurationSnapshot, Configuration } from '../../platform/configuration/configuration.service.js';
import type { Hold } from '../../platform/transactions/hold.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { CONNECTIONS, type MarketplaceConnection } from '../connections/marketplace-connection.entity.js';
import { GETTZAP_CHANNEL, NotificationKind, NotificationPayload, NotificationReason } from './gettzap-notification.js';
import { TextFacts, textValues } from './notification-texts.js';

const WITHDRAWN: NotificationReason = 'cancelled_by_client';

/** The order that is spoken of. */
interface Subject {
  externalOrderId: number;
  externalId: string;
  orderId: number | null;
  connectionId: number;
  regionId: number;
}

/** One thing that happened and may be told. */
interface Notice {
  kind: NotificationKind;
  position?: { id: number; externalId: string };
  /** GettZap's status; "" = nothing is configured. */
  status: string;
  template: string;
  values: TextValues;
  /** The order item that is meant. */
  itemId?: number;
  /** Pieces, when only a part of the position is meant. */
  quantity?: number | undefined;
  skippedBecause?: NotificationReason | undefined;
}

/** All that is told of one order at once, in this order. */
interface OrderNotices {
  subject: Subject;
  notices: Notice[];
  hold: Hold | null;
}

/** A notice as it would be recorded. */
export interface PreviewedNotice {
  subject: Subject;
  notice: Notice;
  text: string;
  /** Why it would not be sent; "" = it would. */
  reason: string;
}

/** When a text that failed is logged: inside a transaction once that is committed. */
type Failed = (log: () => void) => void;

/** Composes what GettZap is told of a decision or a status change, and adds it to the outbox in the transaction of the change. */
@Injectable()
export class NotificationComposer {
  private readonly logger = new Logger(NotificationComposer.name);

  constructor(
    private readonly outbox: Outbox,
    private readonly contents: MessageContents,
    private readonly configuration: Configuration,
    private readonly templates: TextTemplates,
  ) {}

  @OnDomainEvent(ExternalOrderDecided)
  async onDecided(event: ExternalOrderDecided, tx: Transaction): Promise<void> {
    const orderNumber = event.orderId === null ? null : String(event.orderId);
    await this.add(tx, [ofDecision(await this.configuration.of(tx), event, orderNumber)], event.at);
  }

  @OnDomainEvent(OrderItemsStatusChanged)
  async onStatusChanged(event: OrderItemsStatusChanged, tx: Transaction): Promise<void> {
    await this.add(tx, ofStatusChange(await this.configuration.of(tx), event), event.at);
  }

  /** Withdraws what nobody began to send about what the client has cancelled meanwhile. */
  @OnDomainEvent(ExternalOrderCancelledByClient)
  async onCancelled(event: ExternalOrderCancelledByClient, tx: Transaction): Promise<void> {
    const cancelled = new Set(event.positionIds);
    await this.outbox.cancelUnsent(tx, GETTZAP_CHANNEL, String(event.externalOrderId), WITHDRAWN, ({ payload }) => {
      const { positionId } = payload as NotificationPayload;
      return positionId === null ? event.nothingLeft : cancelled.has(positionId);
    });
  }

  /** A refusal that nobody began to tell is told no more of what waits for a decision again, but of the rest. */
  @OnDomainEvent(ExternalOrderReopened)
  async onReopened(event: ExternalOrderReopened, tx: Transaction): Promise<void> {
    const { externalOrder, positionIds, stillRefused, at } = event;
    const isReopened = ({ kind, payload }: Pick<OutboxMessage, 'kind' | 'payload'>) => {
      const { positionId } = payload as NotificationPayload;
      return kind === 'order_refused' || (kind === 'position_refused' && positionIds.includes(positionId!));
    };
    const key = String(externalOrder.id);
    const withdrawn = await this.outbox.cancelUnsent(tx, GETTZAP_CHANNEL, key, UNDONE, isReopened);
    const ofWhole = withdrawn.find(({ kind }) => kind === 'order_refused');
    if (!ofWhole || stillRefused.positions.length === 0) return;
    const { holdId: id, notBefore: until } = ofWhole;
    const hold = id && until ? { id, until } : null;
    const order = { ...externalOrder, hasSyntheticId: false };
    const { positions, reason } = stillRefused;
    await this.onDecided(new ExternalOrderDecided(order, null, null, positions, reason, '', at, hold), tx);
  }

  /** Texts may quote the buyer's comments. What was not sent yet goes without its text. */
  @OnDomainEvent(BuyerDataErased)
  onErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    return this.contents.erase(tx, GETTZAP_CHANNEL, [String(externalOrderId)], (payload) => ({ ...payload, text: '' }));
  }

  /** What `onDecided` would add; nothing is written. @param orderNumber as the texts name it */
  previewDecision(event: ExternalOrderDecided, orderNumber: string | null): PreviewedNotice[] {
    return this.preview([ofDecision(this.configuration.current, event, orderNumber)]);
  }

  /** What `onStatusChanged` would add; nothing is written. */
  previewStatusChange(event: OrderItemsStatusChanged): PreviewedNotice[] {
    return this.preview(ofStatusChange(this.configuration.current, event));
  }

  private async add(tx: Transaction, orders: OrderNotices[], at: Date): Promise<void> {
    const failed: Failed = (log) => tx.afterCommit(log);
    const messages = orders.flatMap(({ subject, notices, hold }) =>
      notices.map((notice) => ({ ...this.message(subject, notice, at, failed), hold })),
    );
    await this.outbox.add(tx, GETTZAP_CHANNEL, messages);
  }

  private preview(orders: OrderNotices[]): PreviewedNotice[] {
    const endpoints = this.configuration.current.get(ENDPOINTS);
    return orders.flatMap(({ subject, notices }) =>
      notices.map((notice) => {
        const { text, skippedBecause } = this.compose(notice, (log) => log());
        const endpoint = endpoints.get(endpointName(GETTZAP_CHANNEL, String(subject.connectionId)));
        const reason = whyNotSent({ ...(skippedBecause && { skippedBecause }) }, endpoint ?? { isArchived: false });
        return { subject, notice, text, reason };
      }),
    );
  }

  private message(subject: Subject, notice: Notice, at: Date, failed: Failed): NewMessage {
    const { externalOrderId, externalId, orderId, connectionId, regionId } = subject;
    const { kind, position, status, quantity } = notice;
    const { text, skippedBecause } = this.compose(notice, failed);
    const payload: NotificationPayload = {
      externalOrderId,
      externalId,
      orderId,
      positionId: position?.id ?? null,
      positionExternalId: position?.externalId ?? null,
      status,
      text,
      quantity: quantity ?? null,
      occurredAt: at.toISOString(),
    };
    return {
      endpointKey: String(connectionId),
      orderingKey: String(externalOrderId),
      kind,
      regionId,
      subject: externalId,
      payload,
      ...(skippedBecause && { skippedBecause }),
    };
  }

  /** The notice's text, or why the shop does not tell it. */
  private compose(notice: Notice, failed: Failed): { text: string; skippedBecause?: NotificationReason } {
    const skippedBecause = notice.skippedBecause ?? (notice.status === '' ? 'no_status_configured' : undefined);
    return skippedBecause ? { text: '', skippedBecause } : { text: this.render(notice, failed) };
  }

  /** A text that fails on its values must not stop the shop's work: the status is told without it. */
  private render({ template, values, kind }: Notice, failed: Failed): string {
    try {
      return this.templates.render(template, values);
    } catch (error) {
      const text = 'A notification text could not be rendered; the status goes without it.';
      failed(() => this.logger.error({ err: error, kind }, text));
      return '';
    }
  }
}

/** In position order. @param orderNumber as the texts name it */
function ofDecision(
  snapshot: ConfigurationSnapshot,
  event: ExternalOrderDecided,
  orderNumber: string | null,
): OrderNotices {
  const { externalOrder, orderId, hold } = event;
  const { id: externalOrderId, externalId, connectionId, regionId } = externalOrder;
  const connection = snapshot.get(CONNECTIONS).get(connectionId)!;
  const regionName = snapshot.get(REGIONS).get(regionId)?.name ?? '';
  return {
    subject: { externalOrderId, externalId, orderId, connectionId, regionId },
    notices: noticesOfDecision(event, connection, { orderNumber, externalId, regionName }),
    hold,
  };
}

/** One for the whole order, or each position's; of a smaller quantity the accepted part comes before the refused rest. */
function noticesOfDecision(
  event: ExternalOrderDecided,
  connection: MarketplaceConnection,
  common: TextFacts,
): Notice[] {
  const { externalOrder, whole, positions } = event;
  const configured = {
    accepted: { status: connection.acceptedStatus, template: connection.acceptedText },
    refused: { status: connection.refusedStatus, template: connection.refusedText },
  };
  const notice = (decision: Decision, position?: DecidedPosition): Notice => {
    const isPart = position && position.acceptedQuantity > 0 && position.refusedQuantity > 0;
    const quantity = decision === 'accepted' ? position?.acceptedQuantity : position?.refusedQuantity;
    return {
      kind: position ? `position_${decision}` : `order_${decision}`,
      ...(position && { position: { id: position.id, externalId: position.externalId } }),
      ...configured[decision],
      values: textValues({
        ...common,
        ...(position && { line: { ...position, quantity: quantity ?? position.quantity } }),
        ...(decision === 'accepted' && { itemStatus: event.initialStatus }),
        ...(decision === 'refused' && { reason: event.reason }),
      }),
      ...(isPart && quantity !== undefined && { quantity }),
      ...(externalOrder.hasSyntheticId && { skippedBecause: 'no_external_id' as const }),
    };
  };
  if (whole) return [notice(whole)];
  return positions.flatMap((position) => [
    ...(position.acceptedQuantity > 0 ? [notice('accepted', position)] : []),
    ...(position.refusedQuantity > 0 ? [notice('refused', position)] : []),
  ]);
}

/** Order by order. */
function ofStatusChange(snapshot: ConfigurationSnapshot, event: OrderItemsStatusChanged): OrderNotices[] {
  const regions = snapshot.get(REGIONS);
  return event.changes.map((change) => {
    const { id: orderId, externalOrderId, externalId, connectionId, regionId } = change.order;
    return {
      subject: { externalOrderId, externalId, orderId, connectionId, regionId },
      notices: noticesOfChange(change, event.directory, regions.get(regionId)?.name ?? ''),
      hold: change.hold,
    };
  });
}

/** Items first, in item order, then the order. */
function noticesOfChange(
  { order, items, statusId, reachedStatusId, cause, comment }: OrderChange,
  directory: StatusDirectory,
  regionName: string,
): Notice[] {
  const common = { orderNumber: String(order.id), externalId: order.externalId, regionName, comment };
  const echo = cause === 'client' ? ('caused_by_gettzap' as const) : undefined;
  const passedInto = directory.get(statusId)!;
  const ofItems = items.map((item): Notice => ({
    kind: 'item_status',
    itemId: item.id,
    position: { id: item.positionId, externalId: item.positionExternalId },
    quantity: item.namedQuantity,
    status: passedInto.gettzapItemStatus,
    template: passedInto.gettzapItemText,
    values: textValues({ ...common, line: item, itemStatus: passedInto.name, status: passedInto.name }),
    skippedBecause: echo,
  }));
  const reached = reachedStatusId === null ? undefined : directory.get(reachedStatusId);
  if (!reached) return ofItems;
  const ofOrder: Notice = {
    kind: 'order_status',
    status: reached.gettzapOrderStatus,
    template: reached.gettzapOrderText,
    values: textValues({ ...common, status: reached.name }),
    // A status that the other items thereby complete is news for GettZap, the cancellation itself is not.
    skippedBecause: reached.id === statusId ? echo : undefined,
  };
  return [...ofItems, ofOrder];
}
