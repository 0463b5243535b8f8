import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EntityManager, In, IsNull, Not } from 'typeorm';
import { type Actor, limitToRegions, seesRegion, THE_SERVICE } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { newToken, tokenHashOf } from '../../access/tokens.js';
import { DEFAULT_TIME_ZONE } from '../../access/regions/region.dto.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { addWorkingMinutes, OFFICE_HOURS } from '../../access/regions/working-time.js';
import type { HandOverState } from '../../orders/orders/order-hand-over.dto.js';
import { Endpoints } from '../../outbox/endpoints.service.js';
import { Clock, laterOf } from '../../platform/clock.js';
import { idsOf, isOther } from '../../platform/collections.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { ConflictError, NotFoundError } from '../../platform/errors.js';
import { type Page, type PageQuery } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import { countUpTo } from '../../platform/sql/bounded-count.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  CreatedExchangeView,
  CreateExchange,
  ExchangeFigures,
  ExchangePasswordView,
  ExchangeView,
  presentExchange,
  UpdateExchange,
} from './exchange.dto.js';
import { withdrawBatches } from './batches.service.js';
import { catchUp } from './catching-up.js';
import { Exchange, EXCHANGES, isPushed } from './exchange.entity.js';
import { ExchangeFollow } from './exchange-follow.entity.js';
import { ExchangeFollows } from './exchange-follows.service.js';
import { ExchangeKinds } from './exchange-kinds.service.js';
import { BY_PASSWORD, ENDED, ExchangeSession, REFUSED } from './exchange-session.entity.js';
import { ExchangeSessions } from './exchange-sessions.service.js';
import { ExchangeStatuses } from './exchange-statuses.service.js';
import { ExchangeSettings } from './exchange-settings.service.js';
import { EXCHANGE_DELETED, failureOf, HandOver, HandOverBatch, IN_STATE } from './hand-over.entity.js';
import { Proposal } from './proposal.entity.js';

const KEY_PREFIX_BYTES = 4;
/** Failures in a row that people are shown. */
const FAILING_AFTER = 3;

const NEW = {
  isActive: false,
  activeSince: null,
  regionIds: [],
  numberPrefix: '',
  readyStatusIds: [],
  refusedStatusId: null,
  silentAfterHours: 0,
  silenceToldAt: null,
  login: '',
  passwordHash: '',
  passwordSealed: '',
  deletedAt: null,
  version: 1,
};

const AUDITED = [
  'kind',
  'name',
  'isActive',
  'regionIds',
  'since',
  'numberPrefix',
  'readyStatusIds',
  'refusedStatusId',
  'silentAfterHours',
  'settings',
] as const;

/** Exchanges with the shop's own systems, as administrators set them up. */
@Injectable()
export class ExchangesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly kinds: ExchangeKinds,
    private readonly settings: ExchangeSettings,
    private readonly endpoints: Endpoints,
    private readonly follows: ExchangeFollows,
    private readonly sessions: ExchangeSessions,
    private readonly statuses: ExchangeStatuses,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  list(query: PageQuery, actor: Actor): Promise<Page<ExchangeView>> {
    return this.transactions.read(async (manager) => {
      const all = [...this.configuration.current.get(EXCHANGES).values()];
      const id = In(idsOf(all.filter((exchange) => isVisible(exchange, actor))));
      const exchanges = manager.createQueryBuilder(Exchange, 'exchange').where({ id, deletedAt: IsNull() });
      const { data, meta } = await readPage(exchanges, query, 'exchange.createdAt');
      return { data: await Promise.all(data.map((exchange) => this.present(manager, exchange, actor))), meta };
    });
  }

  /** @throws NotFoundError */
  read(id: number, actor: Actor): Promise<ExchangeView> {
    return this.transactions.read((manager) => this.present(manager, this.find(id, actor), actor));
  }

  /** @throws NotFoundError for one that is not there, or lies in other regions */
  find(id: number, actor: Actor): Exchange {
    const exchange = this.configuration.current.get(EXCHANGES).get(id);
    if (!exchange || exchange.deletedAt || !isVisible(exchange, actor)) throw new NotFoundError(`Exchange ${id}`);
    return exchange;
  }

  create({ kind, name }: CreateExchange): Promise<CreatedExchangeView> {
    const settings = { ...new (this.kinds.of({ kind }).Settings)() };
    const isCalled = isPushed({ kind });
    return this.configuration.change(async (tx) => {
      const createdAt = this.clock.now();
      const keyPrefix = randomBytes(KEY_PREFIX_BYTES).toString('hex');
      const row = { ...NEW, kind, name, since: createdAt, settings, keyPrefix, createdAt };
      const id = await tx.insert(Exchange, row);
      const exchange = Object.assign(new Exchange(), { ...row, id });
      // Who comes to us signs in here; where we go we sign in as we are told to.
      const password = isCalled ? '' : newToken();
      if (isCalled) {
        await this.endpoints.configure(tx, kind, String(id), false);
        await this.follows.begin(tx, id);
      } else {
        const signIn = { login: `1c-${id}-${keyPrefix.slice(0, 4)}`, passwordHash: tokenHashOf(password) };
        await tx.updateByIds(Exchange, [id], signIn);
        Object.assign(exchange, signIn);
      }
      const created = await this.present(tx.manager, exchange);
      await this.audit.record(tx, 'create', 'exchange', id, { after: auditedOf(exchange) });
      return { ...created, password };
    });
  }

  /** @throws NotFoundError; InvalidInputError; ChangedMeanwhileError */
  update(id: number, { version: seen, ...change }: UpdateExchange): Promise<ExchangeView> {
    return this.configuration.change(async (tx) => {
      const exchange = await this.lock(tx, id);
      await this.audit.requireVersion(tx, 'exchange', exchange, seen);
      const before = { ...exchange };
      const isOtherSignIn = await this.settings.change(tx, exchange, change);
      if (exchange.isActive && !before.isActive) exchange.activeSince = this.clock.now();
      if (isOther(before, exchange)) exchange.version += 1;
      await tx.manager.update(Exchange, { id }, { ...exchange });
      if (isPushed(exchange)) await this.endpoints.configure(tx, exchange.kind, String(id), exchange.isActive);
      if (isOtherSignIn) await this.endPause(tx, exchange);
      const hasOtherRegions = isOther(before.regionIds, exchange.regionIds);
      if (hasOtherRegions || isOther(before.settings, exchange.settings)) await this.withdrawOpen(tx, id);
      // What came of orders that it did not cover by then was passed over.
      if (hasOtherRegions) await this.follows.restart(tx, id);
      const looksAtAll = !before.isActive || hasOtherRegions;
      if (exchange.isActive) await catchUp(tx, exchange, looksAtAll, this.clock.now());
      await this.audit.record(tx, 'update', 'exchange', id, { before: auditedOf(before), after: auditedOf(exchange) });
      if (exchange.passwordSealed !== before.passwordSealed)
        await this.audit.record(tx, 'replace_password', 'exchange', id);
      return this.present(tx.manager, exchange);
    });
  }

  /** What was handed over stays to be seen; nothing more is. @throws NotFoundError */
  delete(id: number): Promise<void> {
    return this.configuration.change(async (tx) => {
      const exchange = await this.lock(tx, id);
      await this.audit.record(tx, 'delete', 'exchange', id, { before: auditedOf(exchange) });
      const gone = { isActive: false, deletedAt: this.clock.now(), passwordHash: '', passwordSealed: '' };
      await tx.manager.update(Exchange, { id }, gone);
      await this.endpoints.archive(tx, exchange.kind, String(id), 'exchange_deleted');
      await endSessions(tx, id);
      await this.endHandOvers(tx, id);
    });
  }

  /** @throws NotFoundError; ConflictError `no_sign_in` where nobody signs in here */
  replacePassword(id: number): Promise<ExchangePasswordView> {
    const password = newToken();
    return this.configuration.change(async (tx) => {
      const { kind, login, version } = await this.lock(tx, id);
      if (isPushed({ kind }))
        throw new ConflictError('no_sign_in', 'The other side of this exchange does not sign in here.');
      await tx.manager.update(Exchange, { id }, { passwordHash: tokenHashOf(password), version: version + 1 });
      await endSessions(tx, id);
      await this.audit.record(tx, 'replace_password', 'exchange', id);
      return { login, password };
    });
  }

  private async lock(tx: Transaction, id: number): Promise<Exchange> {
    const exchange = await tx.lockOne(Exchange, { id, deletedAt: IsNull() });
    if (!exchange) throw new NotFoundError(`Exchange ${id}`);
    return exchange;
  }

  /** Nothing waits any more; of what was handed out it is not known whether the other side has it. */
  private async endHandOvers(tx: Transaction, exchangeId: number): Promise<void> {
    const failure = failureOf(EXCHANGE_DELETED);
    await tx.manager.update(HandOver, { exchangeId, batchId: Not(IsNull()) }, failure);
    await tx.manager.update(HandOver, { exchangeId, pushState: 'sending' }, failure);
    await this.withdrawOpen(tx, exchangeId);
    await tx.manager.delete(HandOver, { exchangeId, revision: 0, error: '' });
    await tx.manager.update(HandOver, { exchangeId }, { isWaiting: false, pushState: '' });
  }

  /** What the other side has not confirmed may be what it cannot read; it gets it as it is set now. */
  private async withdrawOpen(tx: Transaction, exchangeId: number): Promise<void> {
    const where = { exchangeId, confirmedAt: IsNull() };
    const open = await tx.manager.find(HandOverBatch, { select: { id: true }, where });
    await withdrawBatches(tx, idsOf(open), this.clock.now());
  }

  /** Ends a pause after a refused sign-in. @throws NotFoundError */
  resume(id: number, actor: Actor): Promise<ExchangeView> {
    return this.transactions.run(async (tx) => {
      await this.configuration.of(tx);
      const exchange = this.find(id, actor);
      await this.endPause(tx, exchange);
      await this.audit.record(tx, 'resume', 'exchange', id);
      return this.present(tx.manager, exchange, actor);
    });
  }

  /** Messages go on, and it is asked at once; of one that comes to us there is neither. */
  private async endPause(tx: Transaction, { id, kind }: Exchange): Promise<void> {
    await this.endpoints.resume(tx, kind, String(id));
    await this.follows.askSoon(tx, id);
  }

  private async present(manager: EntityManager, exchange: Exchange, actor = THE_SERVICE): Promise<ExchangeView> {
    const { path } = this.kinds.of(exchange);
    const url = path === undefined ? '' : `${this.config.publicUrl}${path}`;
    return presentExchange(exchange, url, await this.figures(manager, exchange, actor));
  }

  /** Orders of regions that the actor sees are counted. */
  private async figures(manager: EntityManager, exchange: Exchange, actor: Actor): Promise<ExchangeFigures> {
    const { id: exchangeId } = exchange;
    const counted = (state: HandOverState) => {
      const rows = manager.createQueryBuilder(HandOver, 'handOver').where({ exchangeId }).andWhere(IN_STATE[state]);
      return countUpTo(limitToRegions(rows, 'handOver.regionId', actor));
    };
    const open = manager.createQueryBuilder(Proposal, 'proposal').where({ exchangeId, state: 'open' });
    const [waiting, sent, failed, unmappedStatuses, openProposals, lastContactAt, endpoint, follow] = await Promise.all(
      [
        counted('waiting'),
        counted('sent'),
        counted('failed'),
        this.statuses.countUnmapped(manager, exchangeId),
        countUpTo(limitToRegions(open, 'proposal.regionId', actor)),
        this.sessions.lastContactAt(manager, exchangeId),
        this.endpoints.find(manager, exchange.kind, String(exchangeId)),
        manager.findOneBy(ExchangeFollow, { exchangeId }),
      ],
    );
    const isSilent = this.isSilent(exchange, lastContactAt);
    // By messages or by asking.
    const isFailing = Math.max(endpoint?.failuresInRow ?? 0, follow?.failures ?? 0) >= FAILING_AFTER;
    const handOvers = { waiting, sent, failed };
    return { lastContactAt, isSilent, isFailing, endpoint, handOvers, unmappedStatuses, openProposals };
  }

  /** Whether the other side has not come for longer than it may, since the exchange is on. */
  isSilent(exchange: Exchange, lastContactAt: Date | null): boolean {
    const { isActive, activeSince, silentAfterHours, createdAt, regionIds } = exchange;
    if (!isActive || silentAfterHours === 0) return false;
    const regions = this.configuration.current.get(REGIONS);
    const region = regionIds.length > 0 ? regions.get(regionIds[0]!) : [...regions.values()][0];
    const calendar = {
      timeZone: region?.timeZone ?? DEFAULT_TIME_ZONE,
      workingHours: region?.workingHours ?? OFFICE_HOURS,
    };
    const waitsSince = laterOf(lastContactAt ?? createdAt, activeSince);
    return addWorkingMinutes(calendar, waitsSince, silentAfterHours * 60) <= this.clock.now();
  }
}

/** Whoever goes on by a token signs in anew. */
async function endSessions(tx: Transaction, exchangeId: number): Promise<void> {
  const byToken = { exchangeId, tokenHash: Not(In([BY_PASSWORD, REFUSED])) };
  await tx.manager.update(ExchangeSession, byToken, { tokenHash: ENDED });
}

/** Whoever is limited to some regions sees the exchanges that have orders of theirs. */
function isVisible({ regionIds }: Exchange, actor: Actor): boolean {
  return regionIds.length === 0 || regionIds.some((id) => seesRegion(actor, id));
}

function auditedOf(exchange: Exchange): object {
  return Object.fromEntries(AUDITED.map((name) => [name, exchange[name]]));
}
