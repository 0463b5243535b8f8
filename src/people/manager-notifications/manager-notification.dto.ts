import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsObject, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { PageOf, PageQuery } from '../../platform/http/paging.dto.js';
import type { ManagerNotification } from './manager-notification.entity.js';
import type { ChannelChoice, KindChoices, ManagerNotificationKind } from './manager-notification-kind.js';

export class ManagerNotificationQuery extends PageQuery {
  /** Only those that were not read (`true`). */
  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @Transform(({ value }) => (value === '' ? undefined : ({ true: true, false: false }[String(value)] ?? value)))
  @IsBoolean()
  unread?: boolean;
}

export class ManagerNotificationView {
  id: string;
  kind: ManagerNotificationKind;
  /** In Russian, like the text. */
  title: string;
  text: string;
  /** What it is about; null = not that. */
  externalOrderId: string | null;
  orderId: string | null;
  connectionId: string | null;
  deliveryId: string | null;
  /** Null = not read yet. */
  readAt: string | null;
  createdAt: string;
}

export class ManagerNotificationPage extends PageOf(ManagerNotificationView) {}

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
  breaker_opened: ChannelChoiceView;
  breaker_closed: ChannelChoiceView;
  delivery_given_up: ChannelChoiceView;
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
  @Change() breaker_opened?: ChannelChange;
  @Change() breaker_closed?: ChannelChange;
  @Change() delivery_given_up?: ChannelChange;
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
    title,
    text,
    externalOrderId: idOf(externalOrderId),
    orderId: idOf(orderId),
    connectionId: idOf(connectionId),
    deliveryId: idOf(deliveryId),
    readAt: readAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

function idOf(id: number | null): string | null {
  return id === null ? null : String(id);
}
