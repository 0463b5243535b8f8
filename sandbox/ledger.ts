import type { Order, Position } from './order.js';
import type { TroubleKind } from './trouble.js';

export interface ReceivedRequest {
  n: number;
  at: string;
  method: string;
  path: string;
  /** null: not about an order (ping, an unknown address). */
  orderId: string | null;
  positionId: string | null;
  idempotencyKey: string | null;
  /** Which try with its Idempotency-Key this is, from 1; without a key always 1. */
  attempt: number;
  /** Secrets are masked. */
  headers: Record<string, string>;
  authorized: boolean;
  /** A request with the same Idempotency-Key has been applied before, so this one changed nothing. */
  repeated: boolean;
  applied: boolean;
  /** Parsed JSON, or the text as it came; null without a body. */
  body: unknown;
  /** null: no answer was given. */
  answeredStatus: number | null;
  /** The body of the answer: parsed JSON or text; null when there was none, or one too long to keep. */
  answer: unknown;
  trouble: TroubleKind | null;
}

export type Arrival = Pick<
  ReceivedRequest,
  'method' | 'path' | 'orderId' | 'positionId' | 'idempotencyKey' | 'headers' | 'authorized' | 'body'
>;

export interface ReportedStatus {
  at: string;
  positionId: string | null;
  status: string;
  comment: string;
  quantity: number | null;
  occurredAt: string;
}

export interface PositionRecord {
  id: string;
  brand: string;
  number: string;
  name: string;
  quantity: number | null;
  price: string;
  comment: string;
  cancelled: boolean;
  status: string;
  statusComment: string;
  statusQuantity: number | null;
}

export interface ServiceAnswer {
  status: number;
  /** Parsed JSON, or the text as it came. */
  body: unknown;
}

/** One message about an order as it went to the order link. */
export interface Post {
  n: number;
  at: string;
  event: string;
  resent: boolean;
  body: string;
  response: ServiceAnswer | null;
  error: string | null;
}

export interface OrderRecord {
  id: string;
  firstSeenAt: string;
  /** null: the service reported on an order that was never posted from here. */
  order: Order | null;
  cancelled: boolean;
  cancelReason: string;
  status: string;
  statusComment: string;
  positions: PositionRecord[];
  history: ReportedStatus[];
  posts: Post[];
}

/** All that the sandbox knows: orders as the buyer sees them, and every request that came. Holds no secrets. */
export class Ledger {
  private readonly records = new Map<string, OrderRecord>();
  private received: ReceivedRequest[] = [];
  private readonly appliedKeys = new Set<string>();
  private readonly triesOfKey = new Map<string, number>();

  orders(): OrderRecord[] {
    return [...this.records.values()].reverse();
  }

  order(id: string): OrderRecord | undefined {
    return this.records.get(id);
  }

  requests(orderId?: string): ReceivedRequest[] {
    return orderId === undefined ? [...this.received] : this.received.filter((request) => request.orderId === orderId);
  }

  record(arrival: Arrival): ReceivedRequest {
    const request: ReceivedRequest = {
      n: this.received.length + 1,
      at: new Date().toISOString(),
      ...arrival,
      attempt: this.countTry(arrival.idempotencyKey),
      repeated: arrival.idempotencyKey !== null && this.appliedKeys.has(arrival.idempotencyKey),
      applied: false,
      answeredStatus: null,
      answer: null,
      trouble: null,
    };
    this.received.push(request);
    return request;
  }

  /** Shows the reported status to the buyer, once for each Idempotency-Key. */
  apply(request: ReceivedRequest): void {
    if (request.repeated || request.orderId === null) return;
    request.applied = true;
    if (request.idempotencyKey !== null) this.appliedKeys.add(request.idempotencyKey);
    const record = this.recordOf(request.orderId);
    const reported = reportedStatus(request);
    record.history.push(reported);
    if (request.positionId === null) {
      record.status = reported.status;
      record.statusComment = reported.comment;
      return;
    }
    const position = positionOf(record, request.positionId);
    position.status = reported.status;
    position.statusComment = reported.comment;
    position.statusQuantity = reported.quantity;
  }

  keepOrder(order: Order): OrderRecord {
    const record = this.recordOf(String(order.id));
    record.order = order;
    record.positions = order.positions.map((position) => ({
      ...(record.positions.find((known) => known.id === String(position.id)) ?? blankPosition(String(position.id))),
      ...shownFields(position),
    }));
    return record;
  }

  /** Without position ids the whole order is cancelled. */
  cancel(record: OrderRecord, positionIds: string[] | null, reason: string): void {
    for (const position of record.positions) {
      if (positionIds === null || positionIds.includes(position.id)) position.cancelled = true;
    }
    record.cancelled = positionIds === null || record.positions.every((position) => position.cancelled);
    record.cancelReason = reason;
  }

  clear(): void {
    this.records.clear();
    this.received = [];
    this.appliedKeys.clear();
    this.triesOfKey.clear();
  }

  private countTry(key: string | null): number {
    if (key === null) return 1;
    const tries = (this.triesOfKey.get(key) ?? 0) + 1;
    this.triesOfKey.set(key, tries);
    return tries;
  }

  private recordOf(id: string): OrderRecord {
    const known = this.records.get(id);
    if (known) return known;
    const record: OrderRecord = {
      id,
      firstSeenAt: new Date().toISOString(),
      order: null,
      cancelled: false,
      cancelReason: '',
      status: '',
      statusComment: '',
      positions: [],
      history: [],
      posts: [],
    };
    this.records.set(id, record);
    return record;
  }
}

function positionOf(record: OrderRecord, id: string): PositionRecord {
  const known = record.positions.find((position) => position.id === id);
  if (known) return known;
  const position = blankPosition(id);
  record.positions.push(position);
  return position;
}

function blankPosition(id: string): PositionRecord {
  const texts = { brand: '', number: '', name: '', price: '', comment: '', status: '', statusComment: '' };
  return { id, ...texts, quantity: null, cancelled: false, statusQuantity: null };
}

function shownFields(position: Position): Partial<PositionRecord> {
  const { brand, number, name, quantity, price, comment } = position;
  return { brand, number, name, quantity, price: String(price), comment };
}

function reportedStatus(request: ReceivedRequest): ReportedStatus {
  const body = (typeof request.body === 'object' && request.body !== null ? request.body : {}) as Record<
    string,
    unknown
  >;
  return {
    at: request.at,
    positionId: request.positionId,
    status: text(body['status']),
    comment: text(body['comment']),
    quantity: typeof body['quantity'] === 'number' ? body['quantity'] : null,
    occurredAt: text(body['occurredAt']),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
