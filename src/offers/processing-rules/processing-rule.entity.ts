import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { ConfigurationPart } from '../../platform/configuration/configuration.service.js';
import { groupBy } from '../../platform/collections.js';
import { CreatedRow, InstantColumn, RowVersionColumn } from '../../platform/sql/columns.js';
import type { ProcessingRuleAction, ProcessingRuleConditions } from './rule-settings.dto.js';

/** `shadow` decides nothing and shows what it would do. */
export const RULE_MODES = ['off', 'shadow', 'on'] as const;
export type RuleMode = (typeof RULE_MODES)[number];

/** `order`: only if it fits all open positions of an order. */
export const RULE_SCOPES = ['position', 'order'] as const;
export type RuleScope = (typeof RULE_SCOPES)[number];

/** What becomes of a position of a connection's order by itself. */
@Entity('processing_rules')
export class ProcessingRule extends CreatedRow {
  @Column({ type: 'int' })
  connectionId: number;

  /** Rules are gone by in this order, from 0; deleted ones leave gaps. */
  @Column({ type: 'int' })
  place: number;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 8 })
  mode: RuleMode;

  @Column({ type: 'varchar', length: 8 })
  scope: RuleScope;

  @Column({ type: 'simple-json' })
  conditions: ProcessingRuleConditions;

  @Column({ type: 'simple-json' })
  action: ProcessingRuleAction;

  /** When it began to judge as it does: its results count from then. */
  @InstantColumn()
  judgedSince: Date;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}

/** By connection, in their order. */
export const PROCESSING_RULES = new ConfigurationPart(async (manager) => {
  const rules = await manager.find(ProcessingRule, { order: { place: 'ASC', id: 'ASC' } });
  return groupBy(rules, ({ connectionId }) => connectionId);
});

/** An external order that rules have to judge. */
@Entity('rule_tasks')
export class RuleTask {
  @PrimaryColumn({ type: 'int' })
  externalOrderId: number;

  @Index('rule_tasks_due')
  @InstantColumn()
  dueAt: Date;

  /** Times in a row that judging it failed. */
  @Index('rule_tasks_failures')
  @Column({ type: 'int' })
  failures: number;
}

/** What a rule decided of a position, or would have: what became of the position says whether people agree. */
@Entity('rule_verdicts')
@Index('rule_verdicts_rule', ['ruleId', 'createdAt'])
@Index('rule_verdicts_position', ['positionId'])
export class RuleVerdict extends CreatedRow {
  @Column({ type: 'int' })
  ruleId: number;

  @Column({ type: 'int' })
  positionId: number;

  @Column({ type: 'boolean' })
  isShadow: boolean;

  /** Pieces that were accepted, or would have been; 0 = refused. */
  @Column({ type: 'int' })
  quantity: number;
}
