import { InvalidInput, OrderNotFound, PostFailed, ServiceUnreachable } from './errors.js';
import { encode, type Form } from './forms.js';
import type { Ledger, OrderRecord, Post, ServiceAnswer } from './ledger.js';
import { changeOrder, type Cancellation, type OrderChange, type PartialOrder } from './order.js';
import { makeOrder, makePosition } from './order-factory.js';
import { postToOrderLink } from './order-link-client.js';

export interface Settings {
  login: string;
  password: string;
  apiKey: string;
  orderLink?: string | undefined;
  /** Refuse statuses of unknown orders and positions, and bodies that leave the contract. */
  strict?: boolean | undefined;
  /** How messages are written, and whether they are packed with gzip; JSON as it is unless told otherwise. */
  form?: Form | undefined;
  gzip?: boolean | undefined;
}

export interface PostResult {
  order: OrderRecord;
  response: ServiceAnswer;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Plays the buyer's side: makes orders, changes and cancels them, and tells the service. */
export class Marketplace {
  private readonly closing = new AbortController();

  constructor(
    readonly settings: Settings,
    private readonly ledger: Ledger,
  ) {}

  async postOrder(wanted: PartialOrder = {}): Promise<PostResult> {
    const link = this.orderLink();
    const order = makeOrder(wanted);
    const record = this.ledger.keepOrder(order);
    return this.post(link, record, 'order.created', JSON.stringify({ event: 'order.created', order }));
  }

  async updateOrder(id: string, change: OrderChange): Promise<PostResult> {
    const link = this.orderLink();
    const known = this.find(id).order;
    if (!known) throw new InvalidInput('id', `Заказ ${id} отправлен не отсюда, менять нечего`);
    const order = changeOrder(known, change, makePosition);
    if (order.positions.length === 0) throw new InvalidInput('removePositions', 'В заказе не осталось бы позиций');
    const record = this.ledger.keepOrder(order);
    return this.post(link, record, 'order.updated', JSON.stringify({ event: 'order.updated', order }));
  }

  async cancelOrder(id: string, cancellation: Cancellation = {}): Promise<PostResult> {
    const link = this.orderLink();
    const record = this.find(id);
    const { positions, reason } = cancellation;
    const known = record.positions.map((position) => position.id);
    positions?.forEach((position, index) => {
      if (known.includes(String(position.id))) return;
      throw new InvalidInput(`positions[${index}].id`, `Позиции ${position.id} в заказе ${id} нет`);
    });
    const ids = positions ? positions.map((position) => String(position.id)) : null;
    this.ledger.cancel(record, ids, reason ?? '');
    const order = {
      id: record.order?.id ?? record.id,
      ...(reason !== undefined && { reason }),
      ...(positions && { positions: positions.map((position) => ({ id: position.id })) }),
    };
    return this.post(link, record, 'order.cancelled', JSON.stringify({ event: 'order.cancelled', order }));
  }

  /** Sends an earlier message once more, in the form that is set now: the last one, or of the one numbered `n`. */
  async resend(id: string, n?: number): Promise<PostResult> {
    const link = this.orderLink();
    const record = this.find(id);
    const earlier = n === undefined ? record.posts.at(-1) : record.posts.find((post) => post.n === n);
    if (!earlier) throw new InvalidInput('n', `По заказу ${id} ещё нет такого сообщения`);
    return this.post(link, record, earlier.event, earlier.body, true);
  }

  async postRaw(body: string | Buffer, contentType: string = JSON_TYPE): Promise<ServiceAnswer> {
    return postToOrderLink(this.orderLink(), { body, contentType }, this.closing.signal);
  }

  close(): void {
    this.closing.abort();
  }

  private async post(
    link: string,
    record: OrderRecord,
    event: string,
    body: string,
    resent = false,
  ): Promise<PostResult> {
    const post: Post = {
      n: record.posts.length + 1,
      at: new Date().toISOString(),
      event,
      resent,
      body,
      response: null,
      error: null,
    };
    record.posts.push(post);
    try {
      const { form, gzip } = this.settings;
      const response = await postToOrderLink(link, encode(body, form, gzip), this.closing.signal);
      post.response = response;
      return { order: record, response };
    } catch (error) {
      if (!(error instanceof ServiceUnreachable)) throw error;
      post.error = error.message;
      throw new PostFailed(error.message, record);
    }
  }

  private find(id: string): OrderRecord {
    const record = this.ledger.order(id);
    if (!record) throw new OrderNotFound(id);
    return record;
  }

  private orderLink(): string {
    if (this.settings.orderLink) return this.settings.orderLink;
    throw new InvalidInput('orderLink', 'Не задана ссылка для отправки заказов');
  }
}
