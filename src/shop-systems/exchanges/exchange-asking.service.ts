import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Endpoints } from '../../outbox/endpoints.service.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { ConflictError, UnavailableError } from '../../platform/errors.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { withinTime } from '../../platform/within-time.js';
import { type CalledAnswer, reasonOf } from './called-system.js';
import { type CalledSettings, type Exchange, EXCHANGES } from './exchange.entity.js';
import type { ExchangeFollow } from './exchange-follow.entity.js';
import { ExchangeFollows } from './exchange-follows.service.js';
import type { ExchangeSession, SessionFormat } from './exchange-session.entity.js';
import { ExchangeSessions } from './exchange-sessions.service.js';
import type { ReturnedDocument } from './handed-over-order.js';
import { ReturnedDocuments } from './returned-documents.service.js';
import { ReturnedFiles } from './returned-files.service.js';
import { withoutBuyer } from './without-buyer.js';

/** Of a file, so that no statement is larger than a server takes. */
const PART_BYTES = 8_000_000;
const LIMITS = { most: 64_000_000, ofPart: PART_BYTES };

/** The other side did not answer as it should. */
export class AskingFailed extends Error {
  constructor(
    readonly answer: CalledAnswer,
    readonly request: string,
  ) {
    super(reasonOf(answer).message);
  }
}

/** How one kind is asked. */
export interface Asking {
  kind: Exchange['kind'] & SessionFormat;
  /** @returns how far it was read by then. @throws AskingFailed */
  ask(exchange: Exchange, follow: ExchangeFollow): Promise<Pick<ExchangeFollow, 'seenUntil' | 'directoryAt'>>;
}

/** Has one replica at a time ask each system that is followed, and writes down what came of it. */
@Injectable()
export class ExchangeAsking {
  private readonly logger = new Logger(ExchangeAsking.name);

  /** Exchanges that are being asked by this process. */
  private readonly underWay = new Set<number>();
  /** For all that are asked at once. */
  private readonly waitsMs: number = 5_000;

  constructor(
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
    private readonly endpoints: Endpoints,
    private readonly follows: ExchangeFollows,
    private readonly sessions: ExchangeSessions,
    private readonly files: ReturnedFiles,
    private readonly returned: ReturnedDocuments,
    private readonly clock: Clock,
  ) {}

  /** Asks those of a kind whose time has come; who answers slowly is waited for no longer, so that the others have their next turn. */
  async askAll(asking: Asking): Promise<void> {
    const exchanges = [...(await this.configuration.refresh()).get(EXCHANGES).values()];
    const active = exchanges.filter(({ kind, isActive }) => kind === asking.kind && isActive);
    const due = active.filter(({ id }) => !this.underWay.has(id));
    const asked = Promise.allSettled(due.map((exchange) => this.askAlone(exchange, asking)));
    const ended = await withinTime(this.waitsMs, asked, () => undefined);
    if (ended) throwFirst(ended);
    else asked.then(throwFirst).catch((error: Error) => this.noteLate(error));
  }

  private async askAlone(exchange: Exchange, asking: Asking): Promise<void> {
    this.underWay.add(exchange.id);
    await this.ask(exchange, asking).finally(() => this.underWay.delete(exchange.id));
  }

  private noteLate(error: Error): void {
    if (error instanceof UnavailableError && error.code === 'shutting_down') return;
    this.logger.error({ err: error }, `Asking failed: ${error.message}`);
  }

  /** What people have to know of what was read, told once in a session. */
  async note(exchange: Exchange, request: string, problem: ErrorDetail): Promise<void> {
    const step = { request, status: 200, isFailure: true, answer: problem.message, problem };
    await this.sessions.recordOnce(await this.sessionOf(exchange), step);
  }

  /** @param isAnswered what does not answer is no contact */
  private sessionOf(exchange: Exchange, isAnswered = true): Promise<ExchangeSession> {
    return this.sessions.ofAsking(exchange.id, exchange.kind as SessionFormat, hostOf(exchange), isAnswered);
  }

  /**
   * Keeps what was said of orders of ours and is new, but for their buyers, carries it out, and records the step.
   * @param said each document, as it came
   * @param ofNobody names that are like those of a buyer's and are none
   */
  async apply(
    exchange: Exchange,
    request: string,
    said: Map<ReturnedDocument, unknown[]>,
    ofNobody: ReadonlySet<string>,
  ): Promise<void> {
    const documents = await this.returned.changedOf(exchange.id, [...said.keys()]);
    const session = await this.sessionOf(exchange);
    if (documents.length === 0) return this.sessions.touch(session);
    const raw = documents.flatMap((document) => said.get(document)!).map((each) => withoutBuyer(each, ofNobody));
    const bytes = Buffer.from(JSON.stringify(raw));
    const name = `${exchange.kind}-${randomUUID()}.json`;
    let file = await this.files.keep(exchange.id, session.id, name, bytes.subarray(0, PART_BYTES), LIMITS);
    for (let start = PART_BYTES; start < bytes.length; start += PART_BYTES)
      file = await this.files.keep(exchange.id, session.id, name, bytes.subarray(start, start + PART_BYTES), LIMITS);
    const applied = await this.files.apply(file, async () => ({ documents, problems: [] }));
    const counts = { fileId: applied.id, returned: documents.length };
    await this.sessions.record(session, { request, status: 200, isFailure: false, answer: '', ...counts });
  }

  private async ask(exchange: Exchange, asking: Asking): Promise<void> {
    const { id, kind } = exchange;
    const endpoint = await this.transactions.read((manager) => this.endpoints.find(manager, kind, String(id)));
    if (!endpoint || endpoint.pausedAt) return;
    const follow = await this.follows.claim(id);
    if (!follow) return;
    const everyMs = (exchange.settings as CalledSettings).pollSeconds * 1_000;
    const askedAt = this.clock.now();
    try {
      await this.follows.finish(follow, everyMs, await asking.ask(exchange, follow));
    } catch (error) {
      await this.follows.finish(follow, everyMs);
      const isTold = error instanceof AskingFailed || error instanceof ConflictError;
      if (!isTold) throw error;
      await this.noteFailure(exchange, error, askedAt);
    }
  }

  /** @param error also a password that cannot be opened any more */
  private async noteFailure(exchange: Exchange, error: AskingFailed | ConflictError, askedAt: Date): Promise<void> {
    const answer = error instanceof AskingFailed ? error.answer : undefined;
    const request = error instanceof AskingFailed ? error.request : '';
    const status = answer?.outcome.response?.status ?? 0;
    this.logger.warn({ exchangeId: exchange.id, status }, `Asking ${exchange.name} failed: ${error.message}`);
    const problem = answer ? reasonOf(answer) : errorDetail('not_decrypted', { fields: 'password' });
    const failure = { isFailure: true, answer: error.message, problem };
    await this.sessions.record(await this.sessionOf(exchange, false), { request, status, ...failure });
    if (answer?.outcome.class !== 'unauthorized') return;
    await this.transactions.run((tx) =>
      this.endpoints.pause(tx, exchange.kind, String(exchange.id), `unauthorized_${status}`, askedAt),
    );
  }
}

function throwFirst(ended: Array<PromiseSettledResult<void>>): void {
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}

function hostOf(exchange: Exchange): string {
  return new URL((exchange.settings as CalledSettings).apiUrl).hostname;
}
