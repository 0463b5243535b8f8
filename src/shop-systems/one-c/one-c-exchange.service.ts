import { Injectable, Logger } from '@nestjs/common';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { AppError } from '../../platform/errors.js';
import { PROBLEM_TEXTS } from '../../platform/problem-texts.js';
import { withinTime } from '../../platform/within-time.js';
import { HandOverBatches } from '../exchanges/batches.service.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import type { ExchangeSession, ReturnedFile } from '../exchanges/exchange-session.entity.js';
import { type CallRecord, ExchangeSessions } from '../exchanges/exchange-sessions.service.js';
import { type ReadFile, ReturnedFiles, UnreadableFileError } from '../exchanges/returned-files.service.js';
import { charsetOf, MAX_BYTES, unpack } from './commerceml-bytes.js';
import { CommerceMlError } from './commerceml-error.js';
import { readReturnedDocuments } from './commerceml-reader.js';
import { inTurns } from '../../platform/in-turns.js';
import { type OneCCaller, SESSION_COOKIE } from './one-c-door.service.js';
import { OneCKind } from './one-c.kind.js';
import type { OneCSettings } from './one-c-settings.js';
import { writeStatusDirectory } from './status-directory-xml.js';

const PLAIN = 'text/plain; charset=utf-8';

/** What 1C asks for, as its address says. */
export interface OneCCall {
  caller: OneCCaller;
  type: string;
  mode: string;
  filename: string;
  body: Buffer;
  /** Method, path and query. */
  request: string;
  /** Where it came from. */
  address: string;
}

export interface OneCAnswer {
  contentType: string;
  body: string | Buffer;
}

type Outcome = OneCAnswer & Partial<CallRecord>;

/** A call that is refused, in words for 1C's administrator. */
class Refusal extends Error {}

/** Answers 1C's «Обмен с сайтом», call by call; each is written down in its session before it is answered. */
@Injectable()
export class OneCExchange {
  private readonly logger = new Logger(OneCExchange.name);
  /** Files that are being carried out. */
  private readonly underWay = new Map<number, Promise<ReturnedFile>>();
  /** Below what 1C waits for an answer. */
  answersWithinMs = 20_000;

  constructor(
    private readonly sessions: ExchangeSessions,
    private readonly batches: HandOverBatches,
    private readonly files: ReturnedFiles,
    private readonly configuration: Configuration,
    private readonly kind: OneCKind,
    private readonly clock: Clock,
  ) {}

  async answer(call: OneCCall): Promise<OneCAnswer> {
    try {
      const { session, token } = await this.sessionOf(call);
      const outcome = await this.outcomeOf(call, session, token);
      await this.sessions.record(session, { ...recordOf(call, outcome), ...outcome });
      return outcome;
    } catch (error) {
      return failureOf(this.reasonOf(error, call));
    }
  }

  private async sessionOf({ caller, mode, address }: OneCCall): Promise<{ session: ExchangeSession; token: string }> {
    const { exchange, session } = caller;
    if (mode === 'checkauth') return this.sessions.start(exchange.id, 'commerceml', address);
    return { session: session ?? (await this.sessions.ofCaller(exchange.id, 'commerceml', address)), token: '' };
  }

  private async outcomeOf(call: OneCCall, session: ExchangeSession, token: string): Promise<Outcome> {
    try {
      return await this.perform(call, session, token);
    } catch (error) {
      const fileId = error instanceof FileRefusal ? error.file.id : undefined;
      return { ...failureOf(this.reasonOf(error, call)), isFailure: true, fileId };
    }
  }

  private async perform(call: OneCCall, session: ExchangeSession, token: string): Promise<Outcome> {
    const { caller, mode } = call;
    const { exchange } = caller;
    if (mode === 'checkauth') return plain('success', SESSION_COOKIE, token, `sessid=${session.id}`, this.time());
    const { fileLimit, schemaVersion } = exchange.settings as OneCSettings;
    if (mode === 'init')
      return plain('zip=no', `file_limit=${fileLimit}`, `sessid=${session.id}`, `version=${schemaVersion}`);
    if (!exchange.isActive) throw new Refusal(PROBLEM_TEXTS.exchange_inactive.ru);
    if (call.type === 'catalog') return plain('success');
    switch (mode) {
      case 'query':
        return this.query(exchange);
      case 'success':
        return this.confirm(exchange, session);
      case 'file':
        return this.takeFile(call, session);
      case 'import':
        return this.importFile(call, session);
      case 'info':
        return this.info();
      case 'complete':
      case 'deactivate':
        return plain('success');
      default:
        throw new Refusal(`Неизвестный режим обмена: ${mode.slice(0, 40) || 'не указан'}.`);
    }
  }

  private async query(exchange: Exchange): Promise<Outcome> {
    const batch = await this.batches.next(exchange.id, 'commerceml');
    if (!batch) return xml(this.kind.write('commerceml', [], exchange.settings, this.clock.now()));
    const entries = await this.batches.entriesOf(exchange.id, 'commerceml', batch.id);
    return { ...xml(batch.body), batchId: batch.id, handedOut: entries?.length ?? 0 };
  }

  /** What this very session was handed out last; another session's batch it may never have seen. */
  private async confirm(exchange: Exchange, { batchId }: ExchangeSession): Promise<Outcome> {
    const confirmed = batchId === null ? 0 : await this.batches.confirm(exchange.id, batchId);
    return { ...plain('success'), confirmed };
  }

  private async takeFile({ caller, filename, body }: OneCCall, session: ExchangeSession): Promise<Outcome> {
    if (filename === '') throw new Refusal('Не указано имя файла (filename).');
    if (body.length === 0) throw new Refusal('Файл пуст.');
    const { exchange } = caller;
    const { fileLimit: ofPart } = exchange.settings as OneCSettings;
    const file = await this.files.keep(exchange.id, session.id, filename, body, { most: MAX_BYTES, ofPart });
    if (file.state === 'failed') throw new FileRefusal(file, `Файл больше ${MAX_BYTES / 1_048_576} МБ.`);
    const isLastPart = body.length !== ofPart;
    return isLastPart ? this.applyFile(exchange, file) : { ...plain('success'), fileId: file.id };
  }

  private async importFile({ caller, filename }: OneCCall, session: ExchangeSession): Promise<Outcome> {
    const file = await this.files.latest(session.id, filename);
    if (!file) throw new Refusal(`Файл ${filename.slice(0, 100)} в этом сеансе не передавался.`);
    if (file.state === 'receiving') return this.applyFile(caller.exchange, file);
    return outcomeOf(file);
  }

  /** What takes longer than 1C waits for is carried out all the same; 1C asks by `import` what came of it. */
  private async applyFile(exchange: Exchange, file: ReturnedFile): Promise<Outcome> {
    const applying = this.underWay.get(file.id) ?? this.beginApplying(exchange, file);
    const applied = await withinTime(this.answersWithinMs, applying, () => undefined);
    if (!applied) return { ...plain('progress', 'Файл ещё обрабатывается.'), fileId: file.id };
    return { ...outcomeOf(applied), returned: applied.outcome?.documents ?? 0 };
  }

  private beginApplying(exchange: Exchange, file: ReturnedFile): Promise<ReturnedFile> {
    const applying = this.files.apply(file, (bytes) => read(bytes, exchange));
    this.underWay.set(file.id, applying);
    const end = () => this.underWay.delete(file.id);
    // Who waits for it hears of the error; the file waits to be carried out when it is asked for again.
    applying.then(end, end);
    return applying;
  }

  private info(): Outcome {
    const directory = [...this.configuration.current.get(STATUS_DIRECTORY).values()];
    const statuses = directory.map(({ id, name }) => ({ id: String(id), name }));
    return xml(writeStatusDirectory(statuses));
  }

  private time(): string {
    return `timestamp=${Math.floor(this.clock.now().getTime() / 1_000)}`;
  }

  private reasonOf(error: unknown, { caller, mode }: OneCCall): string {
    if (error instanceof Refusal) return error.message;
    if (error instanceof AppError) return PROBLEM_TEXTS[error.code].ru;
    const context = { err: error, exchangeId: caller.exchange.id };
    this.logger.error(context, `Answering 1C (${mode}) failed: ${(error as Error).message}`);
    return PROBLEM_TEXTS.internal_error.ru;
  }
}

/** @throws UnreadableFileError */
async function read(bytes: Buffer, { numberPrefix }: Exchange): Promise<ReadFile> {
  try {
    const problems: string[] = [];
    const note = ({ message }: CommerceMlError) => problems.push(message);
    const documents = await inTurns(readReturnedDocuments(await unpack(bytes), { numberPrefix }, note));
    return { documents, problems };
  } catch (error) {
    if (error instanceof CommerceMlError) throw new UnreadableFileError(error.message);
    throw error;
  }
}

class FileRefusal extends Refusal {
  constructor(
    readonly file: ReturnedFile,
    reason: string,
  ) {
    super(reason);
  }
}

/** What is older than what came before is asked for once more, by which it becomes newer. @throws FileRefusal */
function outcomeOf(file: ReturnedFile): Outcome {
  if (file.state === 'failed') throw new FileRefusal(file, file.error);
  if (file.outcome?.outdated) throw new FileRefusal(file, 'Часть документов старше полученных. Выгрузите их ещё раз.');
  return { ...plain('success'), fileId: file.id };
}

function plain(...lines: string[]): OneCAnswer {
  return { contentType: PLAIN, body: `${lines.join('\n')}\n` };
}

/** In the charset that it was written in, which another one may be set since. */
function xml(body: Buffer): OneCAnswer {
  return { contentType: `application/xml; charset=${charsetOf(body)}`, body };
}

function failureOf(reason: string): OneCAnswer {
  return plain('failure', reason.replace(/\s+/g, ' '));
}

function recordOf({ request, mode }: OneCCall, { body, contentType, isFailure = false }: Outcome): CallRecord {
  const isSecret = mode === 'checkauth' && !isFailure;
  const answer = isSecret ? 'success\n***' : contentType === PLAIN ? String(body) : '';
  return { request, status: 200, isFailure, answer };
}
