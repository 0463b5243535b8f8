import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { priceFile, type PriceFileForm, priceFileName, USUAL_FORM } from '../price-files.js';
import { type Mischief, Misbehaving, spoilsContent } from './misbehaviour.js';

export interface SupplierList extends PriceFileForm {
  rows: number;
}

/** A list as it is handed out. */
export interface SupplierFile {
  name: string;
  etag: string;
  lastModified: Date;
  open(): Readable;
}

/** One request for the file as it came. */
export interface SupplierCall {
  n: number;
  /** ISO time. */
  at: string;
  method: string;
  path: string;
  /** Of the headers those that ask whether there is anything new. */
  sent: string;
  /** HTTP status; null = no answer was given. */
  status: number | null;
  /** Headers of the answer, not the file. */
  answer: string;
}

const USUAL_LIST: Readonly<SupplierList> = { ...USUAL_FORM, rows: 5_000 };
const KEPT_CALLS = 1_000;

/** A supplier of the shop that puts its price list on the web. */
export class Supplier {
  readonly misbehaving = new Misbehaving();
  readonly calls: SupplierCall[] = [];
  list: SupplierList = { ...USUAL_LIST };
  /** Counts the days whose prices were put out. */
  edition = 0;
  private readonly startedAt = Date.now();
  private callCount = 0;
  private last: { etag: string; at: Date } = { etag: '', at: new Date() };

  configure(change: Partial<SupplierList>): void {
    this.list = { ...this.list, ...change };
  }

  nextDay(): void {
    this.edition += 1;
  }

  reset(): void {
    this.calls.length = 0;
    this.list = { ...USUAL_LIST };
    this.edition = 0;
    this.misbehaving.set({});
  }

  /** The list of the day, spoilt where its content is to be. */
  file(mischief: Mischief = this.misbehaving.shown().kind): SupplierFile {
    const { rows, ...usual } = this.list;
    const form = mischief === 'encoding' ? otherForm(usual) : usual;
    const { edition } = this;
    const content = spoilsContent(mischief) ? mischief : 'none';
    const known = JSON.stringify([this.startedAt, edition, rows, form, content]);
    const etag = `"${createHash('sha256').update(known).digest('hex').slice(0, 20)}"`;
    if (etag !== this.last.etag) this.last = { etag, at: new Date() };
    const date = new Date(this.startedAt).toLocaleDateString('ru-RU');
    const spoilt = {
      ...(content === 'prices' && { priceFactor: 10 }),
      ...(content === 'half' && { isHalved: true }),
      ...(content === 'columns' && { hasOtherColumns: true }),
    };
    return {
      name: priceFileName(form),
      etag,
      lastModified: this.last.at,
      open: () => priceFile({ rows, edition, date, ...form, ...spoilt }),
    };
  }

  record(call: Pick<SupplierCall, 'method' | 'path' | 'sent'>): SupplierCall {
    const recorded = { n: (this.callCount += 1), at: new Date().toISOString(), ...call, status: null, answer: '' };
    this.calls.push(recorded);
    if (this.calls.length > KEPT_CALLS) this.calls.shift();
    return recorded;
  }
}

/** As after a change of the supplier's program. */
function otherForm(usual: PriceFileForm): PriceFileForm {
  return { ...usual, format: 'csv', encoding: usual.encoding === 'koi8-r' ? 'windows-1251' : 'koi8-r' };
}
