import { ApiProperty } from '@nestjs/swagger';

/** One notification as the pages of an order show it; its words are those of the module that says it. */
export class NotificationView {
  id: string;
  kind: 'order_accepted' | 'order_refused' | 'position_accepted' | 'position_refused' | 'item_status' | 'order_status';
  state: 'pending' | 'sending' | 'retrying' | 'delivered' | 'dead' | 'cancelled' | 'skipped';
  /** Why it was not sent, or was given up; "" = neither. */
  reason: string;
  /** GettZap's status. */
  status: string;
  text: string;
  positionId: string | null;
  attemptCount: number;
  nextAttemptAt: string | null;
  /** What an unfinished one waits for at its connection: `api_url` = GettZap's address is not known yet; null = for nothing. */
  @ApiProperty({ enum: ['api_url'], nullable: true })
  waitsFor: 'api_url' | null;
  createdAt: string;
  deliveredAt: string | null;
}
