import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn, CreatedRow } from '../../platform/sql/columns.js';
import type { ManagerNotificationKind, ChosenChannels } from './manager-notification-kind.js';

/** What is to be sent by e-mail is to be found by it: of what a user was told most was sent long ago. */
export const MAIL_INDEX = 'manager_notifications_mail';

/** A message to one user about something that happened. */
@Entity('manager_notifications')
@Index('manager_notifications_user', ['userId', 'createdAt', 'id'])
@Index('manager_notifications_kind', ['userId', 'inPanel', 'kind', 'readAt', 'createdAt', 'id'])
@Index(MAIL_INDEX, ['mailAfter', 'userId'])
export class ManagerNotification extends CreatedRow {
  @Column({ type: 'int' })
  userId: number;

  @Column({ type: 'varchar', length: 32 })
  kind: ManagerNotificationKind;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  @Column({ type: 'text' })
  text: string;

  /** Where the thing lies; null = in no region. */
  @Column({ type: 'int', nullable: true })
  regionId: number | null;

  @Column({ type: 'int', nullable: true })
  externalOrderId: number | null;

  @Column({ type: 'int', nullable: true })
  orderId: number | null;

  @Column({ type: 'int', nullable: true })
  connectionId: number | null;

  /** By which it is sent what it tells of; null = it tells of nothing that is sent. */
  @Column({ type: 'varchar', length: 16, nullable: true })
  channel: string | null;

  @Column({ type: 'int', nullable: true })
  deliveryId: number | null;

  /** The change that it tells of can be undone while nobody was told by e-mail (see `Hold`); null = it never could. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  holdId: string | null;

  /** Shown in the panel, not only sent by e-mail. */
  @Column({ type: 'boolean' })
  inPanel: boolean;

  /** It goes into the first e-mail after that; null = none, or it is in one. */
  @InstantColumn({ nullable: true })
  mailAfter: Date | null;

  @InstantColumn({ nullable: true })
  readAt: Date | null;
}

/** What a user has chosen to be told of, and how; without a row the defaults are in force. */
@Entity('manager_notification_settings')
export class ManagerNotificationSettings {
  @PrimaryColumn({ type: 'int' })
  userId: number;

  @Column({ type: 'simple-json' })
  kinds: ChosenChannels;
}
