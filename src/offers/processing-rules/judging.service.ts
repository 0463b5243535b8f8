import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Actor, THE_SERVICE } from '../../access/actor.js';
import { Region } from '../../access/regions/region.entity.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { isWorkingAt } from '../../access/regions/working-time.js';
import { CONNECTIONS } from '../../marketplaces/connections/marketplace-connection.entity.js';
import { DecidingService } from '../../orders/external-orders/deciding.service.js';
import { ExternalOrder, ExternalOrderPosition } from '../../orders/external-orders/external-order.entity.js';
import { ExternalOrderStore } from '../../orders/external-orders/external-order-store.service.js';
import { KnownBuyers } from '../../orders/external-orders/known-buyers.service.js';
import type { WouldBe } from '../../orders/external-orders/rule-verdict.js';
import { Undo } from '../../orders/undo/undo.service.js';
import { Clock } from '../../platform/clock.js';
import { groupBy, idsOf } from '../../platform/collections.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { inTurns } from '../../platform/in-turns.js';
import { Metrics } from '../../platform/observation/metrics.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { BRANDS, canonicalKey } from '../brands/brand-directory.js';
import { partKey } from '../keys/part-key.js';
import { OrderOffers } from '../order-offers/order-offers.service.js';
import { PriceListOffers } from '../price-lists/price-list-offers.service.js';
import { BrandKeys, type JudgedOrder, type JudgedPosition } from './judged-order.js';
import { judge, type Verdict } from './judgement.js';
import { PROCESSING_RULES, type ProcessingRule, RuleTask, RuleVerdict } from './processing-rule.entity.js';

const LONGEST_NAME = 200;

type Verdicts = Map<JudgedPosition, Verdict>;

/** Has the rules of its connection judge an external order, and does what they say. */
@Injectable()
export class Judging {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: ExternalOrderStore,
    private readonly deciding: DecidingService,
    private readonly buyers: KnownBuyers,
    private readonly offers: OrderOffers,
    private readonly priceLists: PriceListOffers,
    private readonly undo: Undo,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /**
   * Once for each task, whoever asks: the task goes with what is decided.
   * @returns the region, where another one judges in it just now: stock is promised to one after the other; null = it is judged
   */
  async judge(tx: Transaction, externalOrderId: number): Promise<number | null> {
    const snapshot = await this.configuration.of(tx);
    const known = await tx.manager.findOne(ExternalOrder, {
      select: { id: true, regionId: true },
      where: { id: externalOrderId },
    });
    if (known && !(await takesTurn(tx, known.regionId))) return known.regionId;
    const order = await this.store.lock(tx, externalOrderId);
    if (!(await tx.lockOne(RuleTask, { externalOrderId }))) return null;
    await tx.manager.delete(RuleTask, { externalOrderId });
    if (order) await this.judgeOrder(tx, order, snapshot);
    return null;
  }

  private async judgeOrder(tx: Transaction, order: ExternalOrder, snapshot: ConfigurationSnapshot): Promise<void> {
    const rules = rulesFor(snapshot, order);
    if (rules.length === 0 || order.deletedAt || order.cancelledByClient || order.problems.length > 0) return;
    const stored = await this.store.positionsOf(tx.manager, [order.id]);
    const open = stored.filter(({ isCurrent, state }) => isCurrent && state === 'open');
    if (open.length === 0) return;
    const judged = await this.judgedOrder(tx, order, open, rules, snapshot);
    const on = rules.filter(({ mode }) => mode === 'on');
    const real = await inTurns(judge(on, judged));
    const first = on.length === rules.length ? real : await inTurns(judge(rules, judged));
    const inShadow = [...first].filter(([, { rule }]) => rule.mode === 'shadow');
    const undecided = new Map(
      [...first].filter(([, verdict]) => verdict.rule.mode === 'shadow' || !isDecision(verdict)),
    );

    if (order.version > 1) await tx.manager.delete(RuleVerdict, { positionId: In(idsOf(open)) });
    await this.remember(tx, [...inShadow, ...real]);
    const wouldBe = judged.positions.map((position) => wouldBeOf(undecided.get(position)));
    const isOther = await this.writeWouldBe(tx, open, wouldBe);
    await this.decide(tx, order, real);
    // Deciding tells it, too.
    if (isOther && ![...real.values()].some(isDecision)) await this.store.tellChange(tx, order);
  }

  private async judgedOrder(
    tx: Transaction,
    order: ExternalOrder,
    open: ExternalOrderPosition[],
    rules: ProcessingRule[],
    snapshot: ConfigurationSnapshot,
  ): Promise<JudgedOrder> {
    const offered = await this.offers.measured(tx.manager, snapshot, order.regionId, open);
    const asksForBuyer = rules.some(({ conditions: { knownBuyer } }) => knownBuyer !== undefined);
    const directory = snapshot.get(BRANDS);
    const now = this.clock.now();
    const brandKeys = new BrandKeys((name) => canonicalKey(directory, partKey(name)));
    return {
      total: order.totalMinor,
      isWorkingTime: isWorkingAt(snapshot.get(REGIONS).get(order.regionId)!, now),
      isBuyerKnown: asksForBuyer && (await this.buyers.isKnown(tx.manager, order)),
      now,
      lists: this.priceLists.inForce(snapshot, order.regionId),
      brandKeys,
      positions: open.map(({ id, quantity, priceMinor, deliveryDays, brand }, index): JudgedPosition => {
        const key = partKey(brand);
        const isBrandKnown = key === '' || directory.byKey.has(key);
        const ofBrand = { brandKey: brandKeys.of(brand), isBrandKnown };
        return { id, quantity, priceMinor, deliveryDays, ...ofBrand, ...offered[index]! };
      }),
    };
  }

  private async remember(tx: Transaction, verdicts: Array<[JudgedPosition, Verdict]>): Promise<void> {
    const createdAt = this.clock.now();
    const decisions = verdicts.filter(([, verdict]) => isDecision(verdict));
    const rows = decisions.map(([{ id: positionId }, { ruleId, quantity, rule }]) => {
      return { createdAt, ruleId, positionId, isShadow: rule.mode === 'shadow', quantity };
    });
    await tx.insertMany(RuleVerdict, rows);
    tx.afterCommit(() => {
      for (const [, { rule, action, reasonCode }] of verdicts)
        this.metrics.ruleVerdicts.inc({ mode: rule.mode, action, reason_code: reasonCode });
    });
  }

  /** @returns whether anything is shown otherwise */
  private async writeWouldBe(
    tx: Transaction,
    open: ExternalOrderPosition[],
    wanted: Array<WouldBe | null>,
  ): Promise<boolean> {
    const all = open.map(({ id, wouldBe }, index) => ({ id, before: wouldBe, after: wanted[index]! }));
    const other = all.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
    for (const alike of groupBy(other, ({ after }) => JSON.stringify(after)).values())
      await tx.updateByIds(ExternalOrderPosition, idsOf(alike), { wouldBe: alike[0]!.after });
    return other.length > 0;
  }

  /** As managers decide: what is accepted, and what is refused for one reason, each in one step. */
  private async decide(tx: Transaction, { id }: ExternalOrder, verdicts: Verdicts): Promise<void> {
    const decisions = [...verdicts].filter(([, verdict]) => isDecision(verdict));
    const minutes = Math.max(0, ...decisions.map(([, { rule }]) => rule.action.delayMinutes));
    const window = this.undo.open(minutes * 60);
    const reasonOf = ({ quantity, rule }: Verdict) => (quantity > 0 ? undefined : rule.action.reason);
    for (const [reason, alike] of groupBy(decisions, ([, verdict]) => reasonOf(verdict))) {
      const positions = alike.map(([position, { quantity, offer, ruleId, reasonCode }]) => ({
        id: String(position.id),
        ...(quantity > 0 && { quantity }),
        ...(quantity > 0 && offer && { offerId: offer.id }),
        rule: { ruleId, reasonCode },
      }));
      const rules = new Set(alike.map(([, { rule }]) => rule.name));
      const decision = reason === undefined ? 'accepted' : 'refused';
      const request = { positions, ...(reason && { reason }) };
      await this.deciding.decideIn(tx, id, decision, request, actorOf([...rules]), window);
    }
  }
}

/** Those that are not off; nobody sees those of a connection that was deleted, nor can switch them off. */
function rulesFor(snapshot: ConfigurationSnapshot, { connectionId }: ExternalOrder): ProcessingRule[] {
  if (snapshot.get(CONNECTIONS).get(connectionId)?.deletedAt !== null) return [];
  return (snapshot.get(PROCESSING_RULES).get(connectionId) ?? []).filter(({ mode }) => mode !== 'off');
}

/** Whoever judges in a region holds its row, so that two orders are not promised the same pieces. */
async function takesTurn(tx: Transaction, regionId: number): Promise<boolean> {
  return (await tx.lockOne(Region, { id: regionId }, { skipLocked: true })) !== null;
}

/** Rules as histories name them. @param names of the rules that decide together */
function actorOf(names: string[]): Actor {
  const name = names.length === 1 ? `Правило «${names[0]}»` : `Правила ${names.map((each) => `«${each}»`).join(', ')}`;
  return { ...THE_SERVICE, name: name.slice(0, LONGEST_NAME) };
}

function isDecision({ action }: Verdict): boolean {
  return action !== 'leave';
}

function wouldBeOf(verdict: Verdict | undefined): WouldBe | null {
  if (!verdict) return null;
  const { ruleId, reasonCode, action, quantity } = verdict;
  return { ruleId, reasonCode, action, quantity };
}
