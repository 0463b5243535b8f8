import { Injectable } from '@nestjs/common';
import { ExternalOrder, ExternalOrderPosition } from '../../orders/external-orders/external-order.entity.js';
import { Clock } from '../../platform/clock.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import type { ProcessingRuleResults } from './processing-rule.dto.js';
import { type ProcessingRule, RuleVerdict } from './processing-rule.entity.js';

const WEEK_MS = 7 * 24 * 3_600_000;

/** Says how often people agree with a rule. */
@Injectable()
export class RuleResults {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Of positions: as they are now beside what the rule decided, or would have. */
  async of({ id: ruleId, judgedSince }: ProcessingRule): Promise<ProcessingRuleResults> {
    const since = new Date(Math.max(this.clock.now().getTime() - WEEK_MS, judgedSince.getTime()));
    const isAlike = `position.acceptedQuantity = verdict.quantity`;
    const isDecided = `position.state IN ('accepted', 'refused')`;
    const isOpen = `position.state = 'open' AND external.deletedAt IS NULL`;
    const counts = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder(RuleVerdict, 'verdict')
        .leftJoin(ExternalOrderPosition, 'position', 'position.id = verdict.positionId')
        .leftJoin(ExternalOrder, 'external', 'external.id = position.externalOrderId')
        .select('COUNT(*)', 'decided')
        .addSelect(`SUM(CASE WHEN ${isDecided} AND ${isAlike} THEN 1 ELSE 0 END)`, 'agreed')
        .addSelect(`SUM(CASE WHEN ${isDecided} AND NOT ${isAlike} THEN 1 ELSE 0 END)`, 'disagreed')
        .addSelect(`SUM(CASE WHEN ${isOpen} THEN 1 ELSE 0 END)`, 'open')
        .where('verdict.ruleId = :ruleId AND verdict.createdAt >= :since', { ruleId, since })
        .getRawOne<Record<'decided' | 'agreed' | 'disagreed' | 'open', string | number | null>>(),
    );
    const { decided, agreed, disagreed, open } = counts!;
    return {
      since: since.toISOString(),
      decided: Number(decided),
      agreed: Number(agreed),
      disagreed: Number(disagreed),
      open: Number(open),
    };
  }
}
