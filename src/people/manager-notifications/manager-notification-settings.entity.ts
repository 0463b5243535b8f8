import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChosenChannels } from './manager-notification-kind.js';

/** What a user has chosen to be told of, and how; without a row the defaults are in force. */
@Entity('manager_notification_settings')
export class ManagerNotificationSettings {
  @PrimaryColumn({ type: 'int' })
  userId: number;

  @Column({ type: 'simple-json' })
  kinds: ChosenChannels;
}
