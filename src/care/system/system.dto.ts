import { ApiProperty } from '@nestjs/swagger';
import { PUBLIC_REACHES, type PublicReach } from '../../platform/http/public-reach.js';
import type { JobState } from '../../platform/jobs/job-runner.service.js';
import { DeliveryStatusView } from '../../outbox/outbox.dto.js';
import { EmailStatusView } from '../../people/email/email-delivery.dto.js';
import { LISTED_CHANNELS, type ListedChannel } from '../delivery-list/delivery-list.dto.js';
import { ConnectionStatusView } from '../../marketplaces/gettzap-notifications/gettzap-notification.dto.js';

export class DatabaseStateView {
  kind: 'embedded' | 'mariadb' | 'mysql';
  version: string;
  /** Its tables are those of this version. */
  ok: boolean;
  /** Of the shortest question. */
  latencyMs: number;
  pendingMigrations: number;
}

/** The job that retries deliveries. */
export class SchedulerStateView {
  /** When it came through last, or when the process started. */
  lastRunAt: string;
  /** It came through within the last 15 seconds. */
  isAlive: boolean;
}

/** A scheduled job of this process. */
export class JobStateView {
  name: string;
  everySeconds: number;
  /** How its last run ended; null = none has since the start. */
  outcome: 'ok' | 'failed' | null;
  lastRunAt: string | null;
  durationMs: number | null;
  /** Why its last run failed; "" where it did not. */
  error: string;
}

export function presentJob({ name, everyMs, outcome, lastRunAt, durationMs, error }: JobState): JobStateView {
  return {
    name,
    everySeconds: everyMs / 1_000,
    outcome,
    lastRunAt: lastRunAt?.toISOString() ?? null,
    durationMs,
    error,
  };
}

export class QueueOfChannelView {
  @ApiProperty({ enum: LISTED_CHANNELS })
  channel: ListedChannel;
  /** Not finished, whatever they wait for. */
  waiting: number;
  dead: number;
}

/** Of all channels. */
export class QueueStateView {
  /** Could be sent now: their receivers are well. */
  due: number;
  /** How long the oldest of them has been due; null = none is. */
  oldestDueSeconds: number | null;
  /** Not finished, whatever they wait for. */
  waiting: number;
  dead: number;
  /** Of the channels that have any. */
  byChannel: QueueOfChannelView[];
}

export class InboxStateView {
  /** External orders that nobody has begun to decide; counted up to 10000. */
  new: number;
  /** Age of the oldest of them; null = there is none. */
  oldestNewSeconds: number | null;
}

/** A web-hook, or a shop system that orders are pushed to. */
export class ReceiverStateView extends DeliveryStatusView {
  @ApiProperty({ enum: LISTED_CHANNELS })
  channel: ListedChannel;
  /** Of the web-hook or the exchange. */
  id: string;
  /** A web-hook's address, an exchange's name. */
  name: string;
}

export class TrialStateView {
  isOn: boolean;
  /** Where the sandbox GettZap answers; null = there is none. */
  sandboxUrl: string | null;
}

/** How the service is; of several replicas, the one that answers. */
export class SystemView {
  version: string;
  startedAt: string;
  now: string;
  database: DatabaseStateView;
  scheduler: SchedulerStateView;
  /** By name. */
  jobs: JobStateView[];
  deliveries: QueueStateView;
  inbox: InboxStateView;
  connections: ConnectionStatusView[];
  /** The shop's own programs and systems that are told something. */
  receivers: ReceiverStateView[];
  email: EmailStatusView;
  /** Age in days at which bodies of messages are removed; 0 = never. */
  retentionDays: number;
  trial: TrialStateView;
  publicUrl: string;
  /** Who can send orders to it, judged by the address. */
  @ApiProperty({ enum: PUBLIC_REACHES })
  publicReach: PublicReach;
}
