import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { OneOf } from '../../platform/http/filters.js';
import { PageOf, PageQuery } from '../../platform/http/paging.dto.js';
import { IsId, IsOptionalDefined } from '../../platform/http/validation.js';
import type { ManagerNotification } from './manager-notification.entity.js';
import {
  type ChannelChoice,
  type KindChoices,
  type ManagerNotificationKind,
  NOTIFICATION_PARTS,
  type NotificationPart,
  partOf,
} from './manager-notification-kind.js';
import { panelPageOf } from './panel-page.js';

export class ManagerNotificationQuery extends PageQuery {
  /** Only those that were not read (`true`). */
  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @Transform(({ value }) => (value === '' ? undefined : ({ true: true, false: false }[String(value)] ?? value)))
  @IsBoolean()
  unread?: boolean;

  /** What has to be acted on, new orders, or the rest. */
  @ApiPropertyOptional({ enum: NOTIFICATION_PARTS })
  @OneOf(NOTIFICATION_PARTS)
  part?: NotificationPart;
}

/** What is read; all that is not read yet, unless it is narrowed. */
export class ReadAll {
  @ApiPropertyOptional({ enum: NOTIFICATION_PARTS })
  @IsOptionalDefined()
  @IsIn(NOTIFICATION_PARTS)
  part?: NotificationPart;

  /** Only what is about this external order and the order made of it. */
  @IsOptionalDefined()
  @IsId()
  externalOrderId?: string;

  /** Not what came later than this message, which nobody has seen yet. */
  @IsOptionalDefined()
  @IsId()
  upToId?: string;
}

export class ManagerNotificationView {
  id: string;
  kind: ManagerNotificationKind;
  /** What has to be acted on, new orders, or the rest. */
  @ApiProperty({ enum: NOTIFICATION_PARTS })
  part: NotificationPart;
  /** In Russian, like the text. */
  title: string;
  text: string;
  /** What it is about; null = not that. */
  externalOrderId: string | null;
  orderId: string | null;
  connectionId: string | null;
  deliveryId: string | null;
  /** Path of the panel's page about it, e.g. `/orders/17`. */
  page: string;
  /** Null = not read yet. */
  readAt: string | null;
  createdAt: string;
}

export class ManagerNotificationPage extends PageOf(ManagerNotificationView) {}

/** How many are not read yet, each counted up to 1000. */
export class UnreadCountsView {
  /** What somebody has to act on. */
  action: number;
  /** New external orders about which nobody has decided anything yet. */
  newOrders: number;
  news: number;
  /** When the first of the new orders came in; null = there are none. */
  newOrdersSince: string | null;
  /** The last of the new orders; null = there are none. */
  newestOrderId: string | null;
  /** The newest message of any part, read or not; null = there are none. */
  newestMessageId: string | null;
}

export class ReadAllView {
  /** How many were not read before. */
  read: number;
}

export class ChannelChoiceView implements ChannelChoice {
  /** Shown in the panel. */
  panel: boolean;
  /** Sent to the user's e-mail address; several that come within half a minute go together. */
  email: boolean;
}

/** By kind. */
export class KindChoicesView implements KindChoices {
  items_in_status: ChannelChoiceView;
  external_order_received: ChannelChoiceView;
  cancelled_by_client: ChannelChoiceView;
  conflict: ChannelChoiceView;
  needs_attention: ChannelChoiceView;
  connection_paused: ChannelChoiceView;
  /** Messages come by an order link that was replaced, has ended, is of a deleted connection or was entered with a mistake; for administrators. */
  replaced_link: ChannelChoiceView;
  breaker_opened: ChannelChoiceView;
  breaker_closed: ChannelChoiceView;
  delivery_given_up: ChannelChoiceView;
  /** A system of the shop's did not take an order, or has not come for long. */
  exchange_trouble: ChannelChoiceView;
  /** A price list waits for a decision, could not be read or is stale. */
  price_list_trouble: ChannelChoiceView;
  /** A decision is due or overdue, or items are to leave their status. */
  deadline: ChannelChoiceView;
  /** Named by `@` in a note. */
  mentioned: ChannelChoiceView;
  /** Given an order to look after. */
  assigned: ChannelChoiceView;
}

export class ManagerNotificationSettingsView {
  kinds: KindChoicesView;
}

const isGiven = (_: unknown, value: unknown) => value !== undefined;

/** What is absent stays as it is. */
export class ChannelChange {
  @ValidateIf(isGiven)
  @IsBoolean()
  panel?: boolean;

  @ValidateIf(isGiven)
  @IsBoolean()
  email?: boolean;
}

const Change = (): PropertyDecorator => (target, property) => {
  ValidateIf(isGiven)(target, property as string);
  IsObject()(target, property as string);
  ValidateNested()(target, property as string);
  Type(() => ChannelChange)(target, property as string);
};

export class KindChanges {
  @Change() items_in_status?: ChannelChange;
  @Change() external_order_received?: ChannelChange;
  @Change() cancelled_by_client?: ChannelChange;
  @Change() conflict?: ChannelChange;
  @Change() needs_attention?: ChannelChange;
  @Change() connection_paused?: ChannelChange;
  @Change() replaced_link?: ChannelChange;
  @Change() breaker_opened?: ChannelChange;
  @Change() breaker_closed?: ChannelChange;
  @Change() delivery_given_up?: ChannelChange;
  @Change() exchange_trouble?: ChannelChange;
  @Change() price_list_trouble?: ChannelChange;
  @Change() deadline?: ChannelChange;
  @Change() mentioned?: ChannelChange;
  @Change() assigned?: ChannelChange;
}

export class UpdateManagerNotificationSettings {
  @IsObject()
  @ValidateNested()
  @Type(() => KindChanges)
  kinds: KindChanges;
}

export function presentManagerNotification(row: ManagerNotification): ManagerNotificationView {
  const { id, kind, title, text, externalOrderId, orderId, connectionId, deliveryId, readAt, createdAt } = row;
  return {
    id: String(id),
    kind,
    part: partOf(kind),
    title,
    text,
    externalOrderId: idOf(externalOrderId),
    orderId: idOf(orderId),
    connectionId: idOf(connectionId),
    deliveryId: idOf(deliveryId),
    page: panelPageOf(row),
    readAt: readAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

function idOf(id: number | null): string | null {
  return id === null ? null : String(id);
}
