import { InvalidInput } from '../errors.js';
import { Misbehaving } from './misbehaviour.js';

export interface PartsSoftOffer {
  oem: string;
  make_name: string;
  detail_name: string;
  cost: number;
  qnt: number;
  min_delivery_day: number;
  max_delivery_day: number;
  system_hash: string;
}

export interface BasketLine {
  id: number;
  oem: string;
  make_name: string;
  detail_name: string;
  qnt: number;
  cost: number;
  comment: string;
  api_hash: string;
}

export interface PartsSoftItem extends Omit<BasketLine, 'api_hash'> {
  order_id: number;
  status_id: number;
  status_code: string;
  status_name: string;
  created_at: string;
}

/** One call as it came, the key left out. */
export interface PartsSoftCall {
  n: number;
  /** ISO time. */
  at: string;
  /** Milliseconds of a clock that never goes back: begin, and end once it was answered. */
  beganAt: number;
  endedAt: number | null;
  method: string;
  path: string;
  /** Query or form, decoded, line by line. */
  sent: string;
  /** HTTP status; null = no answer was given. */
  status: number | null;
  answer: string;
}

export const STATUSES = [
  { id: 1, code: 'new', name: 'Новый' },
  { id: 2, code: 'processing', name: 'В работе' },
  { id: 3, code: 'prishlo', name: 'Пришло' },
  { id: 4, code: 'vydano', name: 'Выдано' },
  { id: 5, code: 'otkaz', name: 'Отказ' },
] as const;

const KEPT_CALLS = 5_000;

/** A shop's PARTS SOFT: what it offers, the one basket of the key, items that were ordered, and what it was asked. */
export class PartsSoft {
  readonly misbehaving = new Misbehaving();
  readonly calls: PartsSoftCall[] = [];
  readonly items: PartsSoftItem[] = [];
  offers: PartsSoftOffer[] = [];
  basket: BasketLine[] = [];
  /** Any part is offered at any price that was not forbidden: trials have parts of all kinds. */
  offersAnything = true;
  private lastId = 500_000;
  private callCount = 0;

  constructor(private key = 'parts-soft-demo') {}

  currentKey(): string {
    return this.key;
  }

  useKey(key: string): void {
    this.key = key;
  }

  knows(key: string | null): boolean {
    return key === this.key;
  }

  offersOf(oem: string, makeName: string): PartsSoftOffer[] {
    const same = (one: string, other: string) => one.toUpperCase() === other.toUpperCase();
    const found = this.offers.filter((offer) => same(offer.oem, oem) && same(offer.make_name, makeName));
    if (found.length > 0 || !this.offersAnything) return found;
    const days = { min_delivery_day: 1, max_delivery_day: 3 };
    const rest = { detail_name: 'Деталь', cost: 1, qnt: 1_000, ...days, system_hash: `any-${oem}-${makeName}` };
    return [{ oem, make_name: makeName, ...rest }];
  }

  /** @param days until it is delivered, no sooner and no later */
  addOffer({ days, ...given }: Pick<PartsSoftOffer, 'oem' | 'make_name' | 'cost' | 'qnt'> & { days: number }): void {
    const known = { min_delivery_day: days, max_delivery_day: days, system_hash: `offer-${this.nextId()}` };
    this.offers.push({ ...given, detail_name: 'Деталь', ...known });
  }

  removeOffer(hash: string): void {
    const left = this.offers.filter(({ system_hash: each }) => each !== hash);
    if (left.length === this.offers.length) throw new InvalidInput('hash', `hash: нет предложения ${hash}`);
    this.offers = left;
  }

  put(line: Omit<BasketLine, 'id'>): BasketLine {
    const added = { ...line, id: this.nextId() };
    this.basket.push(added);
    return added;
  }

  /** All of the basket, or the first of its lines alone. */
  order(most = Infinity): number {
    const orderId = this.nextId();
    const [{ id: status_id, code: status_code, name: status_name }] = STATUSES;
    const created = { order_id: orderId, status_id, status_code, status_name, created_at: new Date().toISOString() };
    for (const { api_hash: _, ...line } of this.basket.slice(0, most))
      this.items.push({ ...line, ...created, id: this.nextId() });
    this.basket = [];
    return orderId;
  }

  /** Somebody else with the same key. */
  putForeignLine(): void {
    const part = { oem: 'W914/2', make_name: 'MANN', detail_name: 'Фильтр', qnt: 1, cost: 900 };
    this.put({ ...part, comment: 'для себя', api_hash: 'own' });
  }

  setStatus(id: number, code: string): PartsSoftItem {
    const status = STATUSES.find((each) => each.code === code);
    if (!status) throw new InvalidInput('code', `code: нет статуса ${code}`);
    return Object.assign(this.itemOf(id), { status_id: status.id, status_code: status.code, status_name: status.name });
  }

  setQuantity(id: number, qnt: number): PartsSoftItem {
    return Object.assign(this.itemOf(id), { qnt });
  }

  /** Some pieces of an item become an item of their own, as a part of them arrives. */
  divide(id: number, qnt: number): PartsSoftItem {
    const item = this.itemOf(id);
    if (qnt >= item.qnt) throw new InvalidInput('quantity', `quantity: в позиции ${item.qnt}`);
    item.qnt -= qnt;
    const part = { ...item, qnt, id: this.nextId() };
    this.items.push(part);
    return part;
  }

  remove(id: number): void {
    this.items.splice(this.items.indexOf(this.itemOf(id)), 1);
  }

  record(call: Pick<PartsSoftCall, 'method' | 'path' | 'sent'>): PartsSoftCall {
    const begun = { at: new Date().toISOString(), beganAt: performance.now(), endedAt: null };
    const recorded = { n: (this.callCount += 1), ...begun, ...call, status: null, answer: '' };
    this.calls.push(recorded);
    if (this.calls.length > KEPT_CALLS) this.calls.shift();
    return recorded;
  }

  reset(): void {
    this.calls.length = 0;
    this.items.length = 0;
    this.basket = [];
    this.offers = [];
    this.offersAnything = true;
    this.misbehaving.set({});
  }

  private itemOf(id: number): PartsSoftItem {
    const item = this.items.find((each) => each.id === id);
    if (item) return item;
    throw new InvalidInput('id', `id: нет позиции ${id}`);
  }

  private nextId(): number {
    return (this.lastId += 1);
  }
}
