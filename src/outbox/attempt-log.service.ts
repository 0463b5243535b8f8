import { Injectable, Logger } from '@nestjs/common';
import { Metrics } from '../platform/observation/metrics.js';
import type { AttemptOutcome } from './channel.js';
import type { OutboxMessage } from './outbox-message.entity.js';

/** Counts and logs what became of attempts. */
@Injectable()
export class AttemptLog {
  private readonly logger = new Logger(AttemptLog.name);

  constructor(private readonly metrics: Metrics) {}

  count({ id, channel, attempts, state }: OutboxMessage, outcome: AttemptOutcome): void {
    this.metrics.attempts.inc({ channel, outcome: outcome.class });
    if (state === 'dead') this.metrics.deliveriesGivenUp.inc({ channel });
    this.logger.log({
      deliveryId: id,
      attempt: attempts,
      outcome: outcome.class,
      status: outcome.response?.status,
      error: outcome.error || undefined,
      durationMs: outcome.durationMs,
      state,
    });
  }
}
