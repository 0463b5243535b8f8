import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import {
  connectionsFor,
  type MarketplaceConnection,
} from '../../marketplaces/connections/marketplace-connection.entity.js';
import { ExternalOrder, ExternalOrderPosition } from '../../orders/external-orders/external-order.entity.js';
import { Clock } from '../../platform/clock.js';
import { definedOf, isOther } from '../../platform/collections.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { foldedText, isNameTaken } from '../../platform/folded-text.js';
import { InvalidInputError, NotFoundError } from '../../platform/errors.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  type CreateProcessingRule,
  MAX_RULES,
  type ProcessingRuleOrder,
  type ProcessingRuleQuery,
  type ProcessingRuleResults,
  type UpdateProcessingRule,
} from './processing-rule.dto.js';
import { PROCESSING_RULES, ProcessingRule, RuleVerdict } from './processing-rule.entity.js';
import { requirePossible } from './rule-errors.js';

const WEEK_MS = 7 * 24 * 3_600_000;

/** Processing rules, as administrators set them up. */
@Injectable()
export class ProcessingRulesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** By connection, in the order in which they are gone by. */
  list({ connectionId }: ProcessingRuleQuery, actor: Actor): ProcessingRule[] {
    const { current } = this.configuration;
    const chosen = connectionsFor(actor, current).filter(({ id }) => connectionId === undefined || id === connectionId);
    return chosen.flatMap(({ id }) => current.get(PROCESSING_RULES).get(id) ?? []);
  }

  /** @throws NotFoundError for one that is not there, or whose connection lies in another region */
  find(id: number, actor: Actor, snapshot = this.configuration.current): ProcessingRule {
    const rules = connectionsFor(actor, snapshot).flatMap((each) => snapshot.get(PROCESSING_RULES).get(each.id) ?? []);
    const rule = rules.find((each) => each.id === id);
    if (!rule) throw new NotFoundError(`Processing rule ${id}`);
    return rule;
  }

  /** It comes behind the others. @throws InvalidInputError */
  create(input: CreateProcessingRule, actor: Actor): Promise<ProcessingRule> {
    return this.configuration.change(async (tx) => {
      const snapshot = await this.configuration.of(tx);
      const connection = this.connectionOf(snapshot, input.connectionId, actor);
      const { name, conditions, action, mode = 'shadow', scope = 'position' } = input;
      if (mode === 'on') throw InvalidInputError.of('mode', errorDetail('begins_in_shadow'));
      const others = snapshot.get(PROCESSING_RULES).get(connection.id) ?? [];
      if (others.length >= MAX_RULES)
        throw InvalidInputError.of('connectionId', errorDetail('too_many_rules', { max: MAX_RULES }));
      const now = this.clock.now();
      const place = (others.at(-1)?.place ?? -1) + 1;
      const settings = { name, mode, scope, conditions, action };
      requirePossible(snapshot, connection.regionId, settings);
      requireFreeName(name, others);
      const row = { ...settings, connectionId: connection.id, place, createdAt: now, judgedSince: now, version: 1 };
      const id = await tx.insert(ProcessingRule, row);
      const rule = Object.assign(new ProcessingRule(), row, { id });
      await this.audit.record(tx, 'create', 'processing_rule', id, { after: auditedOf(rule) });
      return rule;
    });
  }

  /** @throws NotFoundError, InvalidInputError, ChangedMeanwhileError */
  update(id: number, { version: seen, ...change }: UpdateProcessingRule, actor: Actor): Promise<ProcessingRule> {
    return this.configuration.change(async (tx) => {
      const snapshot = await this.configuration.of(tx);
      const before = this.find(id, actor, snapshot);
      await this.audit.requireVersion(tx, 'processing_rule', before, seen);
      const rule = Object.assign(new ProcessingRule(), before, definedOf(change));
      if (isOther(before, rule)) rule.version += 1;
      // A list that it names may be gone since: that keeps nobody from switching it off.
      if (change.conditions || change.action)
        requirePossible(snapshot, this.connectionOf(snapshot, String(rule.connectionId), actor).regionId, rule);
      if (foldedText(rule.name) !== foldedText(before.name))
        requireFreeName(rule.name, snapshot.get(PROCESSING_RULES).get(rule.connectionId) ?? []);
      if (judgesOtherwise(before, rule)) rule.judgedSince = this.clock.now();
      await tx.manager.update(ProcessingRule, { id }, { ...rule });
      await this.audit.record(tx, 'update', 'processing_rule', id, {
        before: auditedOf(before),
        after: auditedOf(rule),
      });
      return rule;
    });
  }

  /** What it decided stays. @throws NotFoundError */
  delete(id: number, actor: Actor): Promise<void> {
    return this.configuration.change(async (tx) => {
      const before = this.find(id, actor, await this.configuration.of(tx));
      await tx.manager.delete(ProcessingRule, { id });
      await this.audit.record(tx, 'delete', 'processing_rule', id, { before: auditedOf(before) });
    });
  }

  /** @throws InvalidInputError where the ids are not those of all the connection's rules */
  sort({ connectionId, ids }: ProcessingRuleOrder, actor: Actor): Promise<ProcessingRule[]> {
    return this.configuration.change(async (tx) => {
      const snapshot = await this.configuration.of(tx);
      const { id } = this.connectionOf(snapshot, connectionId, actor);
      const rules = snapshot.get(PROCESSING_RULES).get(id) ?? [];
      const byId = new Map(rules.map((rule) => [String(rule.id), rule]));
      const missing = [...byId.keys()].filter((each) => !ids.includes(each));
      if (missing.length > 0 || ids.length !== rules.length)
        throw InvalidInputError.of('ids', errorDetail('rules_missing', { ids: missing.join(', ') }));
      const sorted: ProcessingRule[] = [];
      for (const [place, each] of ids.entries()) sorted.push(await this.move(tx, byId.get(each)!, place));
      return sorted;
    });
  }

  /** Of positions: as they are now beside what the rule decided, or would have. @throws NotFoundError */
  async results(id: number, actor: Actor): Promise<ProcessingRuleResults> {
    const { judgedSince } = this.find(id, actor);
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
        .where('verdict.ruleId = :id AND verdict.createdAt >= :since', { id, since })
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

  private async move(tx: Transaction, rule: ProcessingRule, place: number): Promise<ProcessingRule> {
    if (rule.place === place) return rule;
    // It may come before another one now that took what it takes.
    const change = { place, version: rule.version + 1, judgedSince: this.clock.now() };
    await tx.updateByIds(ProcessingRule, [rule.id], change);
    const sides = { before: { place: rule.place }, after: { place } };
    await this.audit.record(tx, 'update', 'processing_rule', rule.id, sides);
    return Object.assign(new ProcessingRule(), rule, change);
  }

  private connectionOf(snapshot: ConfigurationSnapshot, id: string, actor: Actor): MarketplaceConnection {
    const connection = connectionsFor(actor, snapshot).find((each) => String(each.id) === id);
    if (!connection) throw InvalidInputError.of('connectionId', errorDetail('no_such_connection'));
    return connection;
  }
}

/** Histories and verdicts name a rule by its name alone. @throws InvalidInputError */
function requireFreeName(name: string, others: ProcessingRule[]): void {
  if (isNameTaken(name, others)) throw InvalidInputError.of('name', errorDetail('name_taken'));
}

function judgesOtherwise(before: ProcessingRule, after: ProcessingRule): boolean {
  const what = ({ mode, scope, conditions, action }: ProcessingRule) =>
    JSON.stringify([mode, scope, conditions, action]);
  return what(before) !== what(after);
}

function auditedOf({ id: _, createdAt: _c, judgedSince: _j, ...rule }: ProcessingRule) {
  return rule;
}
