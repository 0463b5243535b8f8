import { Injectable } from '@nestjs/common';
import { EntityManager, type FindOptionsWhere, In, MoreThan, Not } from 'typeorm';
import { newToken, tokenHashOf } from '../../access/tokens.js';
import { Clock, earlier } from '../../platform/clock.js';
import { type ErrorDetail, storedError } from '../../platform/error-texts.js';
import { NotFoundError } from '../../platform/errors.js';
import { type Page, type PageQuery } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  BY_PASSWORD,
  ExchangeSession,
  REFUSED,
  ReturnedFile,
  type SessionFormat,
  SessionStep,
} from './exchange-session.entity.js';
import { presentSession, presentStep, ExchangeSessionDetail, ExchangeSessionView } from './exchange-session.dto.js';

const TOKEN_VALID_MS = 24 * 3_600_000;
/** Who signs in with every call goes on with a session that was quiet for less. */
const QUIET_MS = 10 * 60_000;
const ASKING_MS = 3_600_000;
/** Steps that a session is shown with; the newest. */
const MOST_STEPS = 500;
const LONGEST_ADDRESS = 64;
const LONGEST_REQUEST = 500;
const LONGEST_ANSWER = 1_000;

const NEW = { batchId: null, handedOut: 0, confirmed: 0, returned: 0, failures: 0 };

/** One call, as it is written down. */
export interface CallRecord {
  /** Method, path and query, secrets masked. */
  request: string;
  status: number;
  isFailure: boolean;
  /** "" = a batch was answered. */
  answer: string;
  /** Why a call of ours failed. */
  problem?: ErrorDetail | undefined;
  batchId?: number | undefined;
  fileId?: number | undefined;
  handedOut?: number | undefined;
  confirmed?: number | undefined;
  returned?: number | undefined;
}

/** What was exchanged, visit by visit. */
@Injectable()
export class ExchangeSessions {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** @returns the session with the token that it goes on by, which is not kept */
  async start(
    exchangeId: number,
    format: SessionFormat,
    address: string,
  ): Promise<{ session: ExchangeSession; token: string }> {
    const token = newToken();
    return { session: await this.create(exchangeId, format, address, tokenHashOf(token)), token };
  }

  /** @returns undefined when no session goes on by the token any more */
  async byToken(token: string): Promise<ExchangeSession | undefined> {
    const youngest = earlier(this.clock.now(), TOKEN_VALID_MS);
    const where = { tokenHash: tokenHashOf(token), createdAt: MoreThan(youngest) };
    return (await this.transactions.read((manager) => manager.findOneBy(ExchangeSession, where))) ?? undefined;
  }

  /**
   * The session of who signs in with every call: the last one from there, unless it has been quiet for long.
   * @param entry `REFUSED` = of who tries to
   */
  async ofCaller(
    exchangeId: number,
    format: SessionFormat,
    address: string,
    entry: typeof BY_PASSWORD | typeof REFUSED = BY_PASSWORD,
  ): Promise<ExchangeSession> {
    const lastAt = MoreThan(earlier(this.clock.now(), QUIET_MS));
    const where = { exchangeId, format, address: address.slice(0, LONGEST_ADDRESS), tokenHash: entry, lastAt };
    return (await this.lastOf(where)) ?? this.create(exchangeId, format, address, entry);
  }

  /**
   * Our own, in which we ask by ourselves: one for each hour.
   * @param isAnswered false: an hour in which nothing else came of it is no contact
   */
  async ofAsking(
    exchangeId: number,
    format: SessionFormat,
    address: string,
    isAnswered: boolean,
  ): Promise<ExchangeSession> {
    const createdAt = MoreThan(earlier(this.clock.now(), ASKING_MS));
    const tokenHash = isAnswered ? BY_PASSWORD : In([BY_PASSWORD, REFUSED]);
    const where = { exchangeId, format, createdAt, tokenHash };
    return (await this.lastOf(where)) ?? this.create(exchangeId, format, address, isAnswered ? BY_PASSWORD : REFUSED);
  }

  /** There was contact, of which there is nothing to tell. */
  async touch({ id }: ExchangeSession): Promise<void> {
    await this.transactions.change((manager) => manager.update(ExchangeSession, { id }, { lastAt: this.clock.now() }));
  }

  async record({ id }: ExchangeSession, call: CallRecord): Promise<void> {
    const { request, status, isFailure, answer, problem, batchId, fileId } = call;
    const { handedOut = 0, confirmed = 0, returned = 0 } = call;
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      await tx.insertMany(SessionStep, [
        {
          sessionId: id,
          request: request.slice(0, LONGEST_REQUEST),
          status,
          isFailure,
          answer: answer.slice(0, LONGEST_ANSWER),
          problem: problem ? storedError(problem) : null,
          batchId: batchId ?? null,
          fileId: fileId ?? null,
          createdAt: now,
        },
      ]);
      await tx.manager.update(
        ExchangeSession,
        { id },
        {
          ...(!problem && { lastAt: now }),
          ...(batchId !== undefined && { batchId }),
          handedOut: () => `handed_out + ${handedOut}`,
          confirmed: () => `confirmed + ${confirmed}`,
          returned: () => `returned + ${returned}`,
          failures: () => `failures + ${isFailure ? 1 : 0}`,
        },
      );
    });
  }

  /** What is found again by each call of a session is told of once. */
  async recordOnce(session: ExchangeSession, call: CallRecord): Promise<void> {
    const where = { sessionId: session.id, answer: call.answer.slice(0, LONGEST_ANSWER) };
    const isTold = await this.transactions.read((manager) => manager.existsBy(SessionStep, where));
    if (!isTold) await this.record(session, call);
  }

  list(exchangeId: number, query: PageQuery): Promise<Page<ExchangeSessionView>> {
    return this.transactions.read(async (manager) => {
      const sessions = manager.createQueryBuilder(ExchangeSession, 'session').where({ exchangeId });
      const { data, meta } = await readPage(sessions, query, 'session.createdAt');
      return { data: data.map(presentSession), meta };
    });
  }

  /** @throws NotFoundError */
  detail(exchangeId: number, id: number): Promise<ExchangeSessionDetail> {
    return this.transactions.read(async (manager) => {
      const session = await manager.findOneBy(ExchangeSession, { id, exchangeId });
      if (!session) throw new NotFoundError(`Session ${id}`);
      const newest = await manager.find(SessionStep, {
        where: { sessionId: id },
        order: { id: 'DESC' },
        take: MOST_STEPS,
      });
      const steps = newest.reverse();
      const files = await manager.findBy(ReturnedFile, { id: In(steps.flatMap(({ fileId }) => fileId ?? [])) });
      const fileOf = new Map(files.map((file) => [file.id, file]));
      return {
        ...presentSession(session),
        steps: steps.map((step) => presentStep(step, fileOf.get(step.fileId ?? 0))),
      };
    });
  }

  /** When the other side came last and got in; null = never. */
  async lastContactAt(manager: EntityManager, exchangeId: number): Promise<Date | null> {
    const last = await manager.findOne(ExchangeSession, {
      where: { exchangeId, tokenHash: Not(REFUSED) },
      order: { lastAt: 'DESC' },
    });
    return last?.lastAt ?? null;
  }

  private lastOf(where: FindOptionsWhere<ExchangeSession>): Promise<ExchangeSession | null> {
    return this.transactions.read((manager) => manager.findOne(ExchangeSession, { where, order: { id: 'DESC' } }));
  }

  private create(
    exchangeId: number,
    format: SessionFormat,
    address: string,
    tokenHash: string,
  ): Promise<ExchangeSession> {
    return this.transactions.run(async (tx) => {
      const now = this.clock.now();
      const named = { exchangeId, format, tokenHash, address: address.slice(0, LONGEST_ADDRESS) };
      const row = { ...NEW, ...named, createdAt: now, lastAt: now };
      return Object.assign(new ExchangeSession(), { ...row, id: await tx.insert(ExchangeSession, row) });
    });
  }
}
