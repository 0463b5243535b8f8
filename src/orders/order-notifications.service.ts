import { Injectable } from '@nestjs/common';

/** One notification as the pages of an order show it. */
export class NotificationView {
  id: string;
  kind: string;
  state: string;
  /** Why it was not sent, or was given up; "" = neither. */
  reason: string;
  /** GettZap's status. */
  status: string;
  text: string;
  positionId: string | null;
  attemptCount: number;
  nextAttemptAt: string | null;
  createdAt: string;
  deliveredAt: string | null;
}

type Source = (externalOrderId: number) => Promise<NotificationView[]>;

/** Shows on an order what was said about it; the module that says it, further up, plugs itself in. */
@Injectable()
export class OrderNotifications {
  private source: Source = async () => [];

  plugIn(source: Source): void {
    this.source = source;
  }

  of(externalOrderId: number): Promise<NotificationView[]> {
    return this.source(externalOrderId);
  }
}
