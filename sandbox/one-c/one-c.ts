import { setTimeout as pause } from 'node:timers/promises';
import { InvalidInput } from '../errors.js';
import { readDirectory, readLimits, readSignIn, wrongOutcome, type StatusDirectory } from './answers.js';
import { Books, type BookDocument, type Saved } from './books.js';
import { Desk } from './desk.js';
import { readOrders, type ReadDocument } from './document-reader.js';
import { ExchangeClient, shownBody, wrongAnswer, type Answer, type Ask, type Connection } from './exchange-client.js';
import { spoilsFile, WELL_BEHAVED, type Misbehaviour } from './misbehaviour.js';
import { OutboxClient } from './outbox-client.js';
import { SessionLog, stepOf, type Session, type Step, type StepName } from './session.js';
import { packed, writeStatusFile, zipBomb } from './status-file.js';

export type ConnectionGiven = Pick<Connection, 'url' | 'login' | 'password'> & Partial<Connection>;

export interface ExchangeOptions {
  /** How many queries at most; real 1C makes one a session. */
  queries?: number;
  /** Whether documents changed since are sent, too. */
  sends?: boolean;
}

export interface FileOptions {
  filename: string;
  /** Bytes of a part; the site's `file_limit` unless told otherwise. */
  partSize?: number;
}

const DEFAULTS = { encoding: 'utf-8', schemaVersion: '2.05', zip: false, keepsLineRequisites: false } as const;
const MOST_QUERIES = 1000;
const DEFAULT_PART = 10_000_000;
const MOST_IMPORTS = 300;
const IMPORT_PAUSE_MS = 100;
const SPOILT_DOCUMENTS = 5;
const LOST = 'Ответ потерян: связь оборвалась, когда сайт уже всё сделал';

/** A shop's 1C:Предприятие, with its «Обмен с сайтом»: one session at a time; for two at once, two of them with the same books. */
export class OneC extends Desk {
  readonly outbox: OutboxClient;
  readonly log = new SessionLog();
  private client: ExchangeClient | null = null;
  private troubles: Misbehaviour = { ...WELL_BEHAVED };
  private running: Promise<Session> | null = null;
  /** Read and not saved yet. */
  private pending: ReadDocument[] = [];
  private fileLimit = DEFAULT_PART;
  private count = 0;

  constructor(books = new Books()) {
    super(books);
    this.outbox = new OutboxClient(() => this.connected(), books);
  }

  connect(given: ConnectionGiven): void {
    if (!URL.canParse(given.url)) throw new InvalidInput('url', 'url: нужен адрес обмена');
    this.client?.close();
    this.client = new ExchangeClient({ ...DEFAULTS, ...given }, () => this.troubles);
    this.books.forgetBatches();
    this.fileLimit = DEFAULT_PART;
    this.log.end();
    this.pending = [];
  }

  connection(): Connection | null {
    return this.client?.connection ?? null;
  }

  misbehaviour(): Misbehaviour {
    return { ...this.troubles };
  }

  misbehave(change: Partial<Misbehaviour>): void {
    this.troubles = { ...this.troubles, ...change };
  }

  behave(): void {
    this.troubles = { ...WELL_BEHAVED };
  }

  isExchanging(): boolean {
    return this.running !== null;
  }

  /** Forgets documents and sessions; the connection stays. */
  reset(): void {
    this.books.clear();
    this.log.clear();
    this.behave();
    this.pending = [];
  }

  close(): void {
    this.client?.close();
  }

  /** One whole session; asked for while one runs, it is that one. */
  exchange(options: ExchangeOptions = {}): Promise<Session> {
    this.running ??= this.exchangeNow(options).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Begins a session. */
  async checkauth(): Promise<Step> {
    this.log.begin();
    const client = this.connected();
    client.forget();
    return this.step('checkauth', { params: { mode: 'checkauth' } }, ({ text }) => {
      const { cookie, sessid, errors } = readSignIn(text);
      if (errors.length === 0) client.keep(cookie, sessid);
      return errors;
    });
  }

  async init(): Promise<Step> {
    const { schemaVersion } = this.connected().connection;
    const params: Record<string, string> = { mode: 'init' };
    if (schemaVersion !== '2.05') params['version'] = schemaVersion;
    return this.step('init', { params }, ({ text }) => {
      const { fileLimit, errors } = readLimits(text);
      if (errors.length === 0) this.fileLimit = fileLimit;
      return errors;
    });
  }

  /** What was read waits for `save`. */
  async query(): Promise<Step & { documents: ReadDocument[] }> {
    this.pending = [];
    const confirmations = this.books.exchangeBatches.confirmationsSent();
    const step = await this.step('query', { params: { mode: 'query' } }, ({ bytes }) => {
      const { documents, errors } = readOrders(bytes);
      if (errors.length > 0) return errors;
      const batch = documents.length > 0 ? bytes : null;
      const changed = this.books.exchangeBatches.check(batch, confirmations);
      if (changed.length === 0) this.pending = documents;
      return changed;
    });
    return { ...step, documents: this.pending };
  }

  /** Writes what the last query read into the books. */
  save(): Saved {
    const saved = this.books.save(this.pending);
    this.pending = [];
    this.log.recordSaved(saved);
    return saved;
  }

  async success(): Promise<Step> {
    const watch = this.books.exchangeBatches;
    watch.confirm();
    const ask = { params: { mode: 'success' } };
    return this.step('success', ask, ({ text }) => wrongOutcome(text, ['success'])).finally(() => watch.confirm());
  }

  /** Sends parts one after the other and stops at the first that is not taken; answers with the last one sent. */
  async sendFile(bytes: Buffer, { filename, partSize = this.fileLimit }: FileOptions): Promise<Step> {
    let from = 0;
    for (;;) {
      const body = bytes.subarray(from, from + partSize);
      const ask = { params: { mode: 'file', filename }, body };
      const step = await this.step('file', ask, ({ text }) => wrongOutcome(text, ['success', 'progress']));
      from += partSize;
      if (!step.ok || from >= bytes.length) return step;
    }
  }

  /** Asks again while the site says `progress`. */
  async import(filename: string): Promise<Step> {
    for (let asked = 1; ; asked += 1) {
      const step = await this.step('import', { params: { mode: 'import', filename } }, ({ text }) =>
        wrongOutcome(text, asked < MOST_IMPORTS ? ['success', 'progress'] : ['success']),
      );
      if (!step.ok || !step.answer.startsWith('progress')) return step;
      await pause(IMPORT_PAUSE_MS);
    }
  }

  async info(): Promise<Step & Pick<StatusDirectory, 'statuses'>> {
    let directory: StatusDirectory = { statuses: [], errors: [] };
    const step = await this.step('info', { params: { mode: 'info' } }, ({ bytes }) => {
      directory = readDirectory(bytes);
      return directory.errors;
    });
    return { ...step, statuses: directory.statuses };
  }

  private connected(): ExchangeClient {
    if (this.client) return this.client;
    throw new InvalidInput('url', 'Не задан адрес обмена с сайтом');
  }

  private async exchangeNow({ queries = MOST_QUERIES, sends = true }: ExchangeOptions): Promise<Session> {
    const signedIn = await this.checkauth();
    const session = this.log.current();
    const isReady = signedIn.ok && (await this.init()).ok;
    if (isReady && (await this.takeOrders(queries)) && sends) await this.tellChanges();
    this.log.end();
    return session;
  }

  /** @returns whether the session may go on */
  private async takeOrders(queries: number): Promise<boolean> {
    for (let asked = 0; asked < queries; asked += 1) {
      const { ok, documents } = await this.query();
      if (!ok) return false;
      if (documents.length === 0) return true;
      this.save();
      if (this.troubles.skipSuccess) return true;
      if (!(await this.success()).ok) return false;
    }
    if (queries < MOST_QUERIES) return true;
    this.log.record(stepOf('query', { errors: ['Пачки не кончаются: похоже, приходит всё та же'] }));
    return false;
  }

  private async tellChanges(): Promise<void> {
    const changed = this.books.changed();
    const isSpoilt = spoilsFile(this.troubles);
    const documents = changed.length > 0 || !isSpoilt ? changed : this.books.all().slice(-SPOILT_DOCUMENTS);
    if (documents.length === 0 && !isSpoilt) return;
    const changes = new Map(documents.map(({ id, changes }) => [id, changes]));
    const { bytes, filename } = await this.writeFile(documents);
    const isCut = this.troubles.cutFileInTheMiddle;
    const sent = isCut ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes;
    if (!(await this.deliver(sent, filename))) return;
    if (!isCut && !this.troubles.zipBomb) {
      this.books.markTold(changes);
      this.log.current().told.push(...changes.keys());
    }
    if (this.troubles.repeatFile) await this.deliver(sent, filename);
  }

  private async writeFile(documents: BookDocument[]): Promise<{ bytes: Buffer; filename: string }> {
    const { connection } = this.connected();
    this.count += 1;
    const name = `documents_${process.pid}_${Date.now()}_${this.count}`;
    if (this.troubles.zipBomb) return { bytes: await zipBomb(`${name}.xml`), filename: `${name}.zip` };
    const bytes = writeStatusFile(documents, connection, this.troubles);
    if (!connection.zip) return { bytes, filename: `${name}.xml` };
    return { bytes: await packed(bytes, `${name}.xml`), filename: `${name}.zip` };
  }

  /** @returns whether the site has taken it */
  private async deliver(bytes: Buffer, filename: string): Promise<boolean> {
    const step = await this.sendFile(bytes, { filename });
    if (!step.ok) return false;
    // The old 1C asks for no import; but nothing else tells the site that a last part of full size is the last.
    const isOld = this.connected().connection.schemaVersion === '2.05';
    const isFull = bytes.length % this.fileLimit === 0;
    if (isOld && !isFull && step.answer.startsWith('success')) return true;
    return (await this.import(filename)).ok;
  }

  private async step(name: StepName, ask: Ask, judge: (answer: Answer) => string[]): Promise<Step> {
    const client = this.connected();
    const { pathname, search } = client.addressOf(ask);
    const request = `${ask.body ? 'POST' : 'GET'} ${pathname}${decodeURIComponent(search)}`;
    const sent = ask.body ? shownBody(ask.body) : '';
    const answer = await client.ask(ask);
    if (this.troubles.loseAnswerOf === name) return this.log.record(stepOf(name, { request, sent, errors: [LOST] }));
    const { status, text } = answer;
    const errors = wrongAnswer(answer) ?? judge(answer);
    return this.log.record(stepOf(name, { request, sent, status, answer: client.shown(text), errors }));
  }
}
