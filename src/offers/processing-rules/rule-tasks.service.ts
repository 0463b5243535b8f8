import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ExternalOrderContentsReceived } from '../../orders/external-orders/external-orders.events.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { PROCESSING_RULES, RuleTask } from './processing-rule.entity.js';

/** Notes which external orders rules have to judge: what comes in, and what the buyer changed before anything was decided. */
@Injectable()
export class RuleTasks {
  constructor(private readonly configuration: Configuration) {}

  @OnDomainEvent(ExternalOrderContentsReceived)
  async onReceived({ received, at }: ExternalOrderContentsReceived, tx: Transaction): Promise<void> {
    const understood = received.filter(({ outcome }) => outcome === 'created' || outcome === 'updated');
    if (understood.length === 0) return;
    const rules = (await this.configuration.of(tx)).get(PROCESSING_RULES);
    const judged = understood.filter(({ externalOrder: { connectionId } }) =>
      rules.get(connectionId)?.some(({ mode }) => mode !== 'off'),
    );
    const known = judged.filter(({ outcome }) => outcome === 'updated').map(({ externalOrder: { id } }) => id);
    if (known.length > 0) await tx.manager.delete(RuleTask, { externalOrderId: In(known) });
    const tasks = judged.map(({ externalOrder: { id: externalOrderId } }) => ({
      externalOrderId,
      dueAt: at,
      failures: 0,
    }));
    await tx.insertMany(RuleTask, tasks);
  }
}
