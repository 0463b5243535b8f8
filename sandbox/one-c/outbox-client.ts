import type { Books, Saved } from './books.js';
import type { ReadDocument, ReadLine } from './document-reader.js';
import type { Answer, ExchangeClient } from './exchange-client.js';

export interface OutboxEvent {
  eventId: string;
  entity: string;
  entityId: string;
  type: string;
  idempotencyKey: string;
  payload: Record<string, unknown>;
}

export interface OutboxBatch {
  contractVersion: string | number;
  batchId: string | null;
  contentHash: string | null;
  formedAt: string | null;
  attempt: number;
  events: OutboxEvent[];
}

export interface OutboxResult {
  eventId: string;
  success: boolean;
  externalId?: string;
  error?: string;
}

export interface OutboxAnswer {
  status: number | null;
  body: unknown;
  /** What a program of 1C could not go on with. */
  errors: string[];
}

export interface OutboxRun {
  batches: number;
  saved: Saved;
  errors: string[];
}

const FIELDS = ['eventId', 'entity', 'entityId', 'type', 'idempotencyKey'] as const;
const MOST_BATCHES = 1000;

/** A programmer's own loading into 1C, by the JSON outbox instead of CommerceML. */
export class OutboxClient {
  constructor(
    private readonly client: () => ExchangeClient,
    private readonly books: Books,
  ) {}

  async ping(): Promise<OutboxAnswer> {
    return plain(await this.client().askJson('ping'));
  }

  async query(limit = 100): Promise<OutboxAnswer & { batch: OutboxBatch | null }> {
    const watch = this.books.outboxBatches;
    const confirmations = watch.confirmationsSent();
    const answer = plain(await this.client().askJson(`query?limit=${limit}`));
    if (answer.errors.length > 0) return { ...answer, batch: null };
    const batch = answer.body as OutboxBatch;
    const wrong = wrongBatch(batch, limit);
    const errors = wrong.length > 0 ? wrong : watch.check(contentOf(batch), confirmations);
    return { ...answer, errors, batch: errors.length === 0 ? batch : null };
  }

  async ack(batchId: string, results: OutboxResult[]): Promise<OutboxAnswer> {
    const watch = this.books.outboxBatches;
    watch.confirm();
    const answer = await this.client().askJson(`${encodeURIComponent(batchId)}/ack`, { results });
    watch.confirm();
    return plain(answer);
  }

  /** Takes all that waits, as the program of a shop does on its schedule. */
  async run(limit = 100): Promise<OutboxRun> {
    const run: OutboxRun = { batches: 0, saved: { created: [], revised: [], same: [] }, errors: [] };
    while (run.batches < MOST_BATCHES) {
      const { batch, errors } = await this.query(limit);
      if (!batch) return { ...run, errors };
      if (batch.batchId === null) return run;
      const results = this.save(batch.events, run.saved);
      const acknowledged = await this.ack(batch.batchId, results);
      if (acknowledged.errors.length > 0) return { ...run, errors: acknowledged.errors };
      run.batches += 1;
    }
    return { ...run, errors: [`Пачек больше ${MOST_BATCHES}: похоже, приходит всё та же`] };
  }

  /** One after the other; what cannot be read is acknowledged as failed, and the rest is saved all the same. */
  private save(events: OutboxEvent[], all: Saved): OutboxResult[] {
    return events.map((event) => {
      const { eventId } = event;
      const document = documentOf(event);
      if (typeof document === 'string') return { eventId, success: false, error: document };
      const saved = this.books.save([document]);
      for (const kind of ['created', 'revised', 'same'] as const) all[kind].push(...saved[kind]);
      return { eventId, success: true, externalId: this.books.find(document.id).numberThere };
    });
  }
}

/** What may not change until it is acknowledged; `attempt` counts on. */
function contentOf({ batchId, contentHash, events }: OutboxBatch): string | null {
  return batchId === null ? null : JSON.stringify([batchId, contentHash, events]);
}

function plain({ status, text, failure }: Answer): OutboxAnswer {
  if (status === null) return { status, body: null, errors: [failure] };
  try {
    const body: unknown = JSON.parse(text);
    return { status, body, errors: status >= 200 && status < 300 ? [] : [`Ответ ${status}: ${text.slice(0, 200)}`] };
  } catch {
    return { status, body: text, errors: [`Ответ ${status} не JSON: ${text.slice(0, 200)}`] };
  }
}

function wrongBatch(batch: OutboxBatch, limit: number): string[] {
  if (typeof batch !== 'object' || batch === null || !Array.isArray(batch.events)) return ['Нет списка events'];
  const { batchId, contractVersion, events } = batch;
  if (contractVersion === undefined) return ['Нет contractVersion'];
  if (batchId === null) return events.length === 0 ? [] : ['События есть, а batchId нет'];
  return [
    ...(typeof batchId === 'string' && batchId !== '' ? [] : ['batchId не строка']),
    ...(typeof batch.contentHash === 'string' && batch.contentHash !== '' ? [] : ['Нет contentHash']),
    ...(Number.isNaN(Date.parse(batch.formedAt ?? '')) ? ['formedAt не время'] : []),
    ...(Number.isInteger(batch.attempt) && batch.attempt > 0 ? [] : ['attempt не номер попытки']),
    ...(events.length > 0 && events.length <= limit ? [] : [`Событий ${events.length} при limit=${limit}`]),
    ...events.flatMap(wrongEvent),
  ];
}

function wrongEvent(event: OutboxEvent, index: number): string[] {
  const missing = FIELDS.filter((name) => typeof event[name] !== 'string' || event[name] === '');
  const { payload } = event;
  const hasPayload = typeof payload === 'object' && payload !== null;
  return [...missing, ...(hasPayload ? [] : ['payload'])].map((name) => `events[${index}]: нет ${name}`);
}

/** Takes what it knows of a payload and passes over the rest, as such programs do; a text says what is wrong. */
function documentOf({ idempotencyKey, entityId, payload }: OutboxEvent): ReadDocument | string {
  const lines = [payload['lines'], payload['positions'], payload['items']].find(Array.isArray) ?? [];
  const customer = objectOf(payload['customer'] ?? payload['buyer']);
  const status = objectOf(payload['status']);
  const read = (lines as unknown[]).map(objectOf).map(lineOf);
  if (read.some(({ quantity }) => !Number.isFinite(quantity))) return 'Количество не число';
  return {
    id: idempotencyKey,
    number: textOf(payload['number'] ?? entityId),
    buyer: textOf(customer['name']),
    total: read.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
    cancelled: payload['isCancelled'] === true || payload['cancelled'] === true,
    siteStatus: { id: textOf(status['id']), name: textOf(status['name']) },
    lines: read,
    xml: JSON.stringify(payload),
  };
}

function lineOf(line: Record<string, unknown>): ReadLine {
  return {
    key: textOf(line['positionId'] ?? line['id']),
    number: textOf(line['number']),
    name: textOf(line['name']),
    quantity: Number(line['quantity']),
    price: Number(line['price'] ?? 0),
    requisites: [],
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
