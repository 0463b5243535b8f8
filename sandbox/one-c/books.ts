import { InvalidInput } from '../errors.js';
import { BatchWatch } from './batch-watch.js';
import type { ReadDocument, ReadLine } from './document-reader.js';

export type BookLine = ReadLine;

export interface Shipment {
  id: string;
  number: string;
  at: Date;
  lines: BookLine[];
}

/** An order as 1C has it. */
export interface BookDocument {
  id: string;
  number: string;
  /** The number that 1C gave it. */
  numberThere: string;
  /** How often it was made: more than once is a mistake of the site. */
  createdCount: number;
  /** How often it came at all. */
  arrivals: number;
  /** How often it came with a content that was not there yet; the first counts. */
  revisions: number;
  xml: string;
  lines: BookLine[];
  buyer: string;
  total: number;
  siteStatus: { id: string; name: string };
  /** By its name in 1C; '' = nobody has set one. */
  status: string;
  cancelled: boolean;
  /** Whose cancellation it is. */
  cancelledBy: 'site' | '1c' | null;
  markedForDeletion: boolean;
  shipments: Shipment[];
  /** Counts what the site has to be told of. */
  changes: number;
  /** How many of them it was told. */
  told: number;
}

export interface Saved {
  created: string[];
  revised: string[];
  same: string[];
}

/** What a shop's 1C has in its database; several sessions may share it. */
export class Books {
  readonly exchangeBatches = new BatchWatch();
  readonly outboxBatches = new BatchWatch();
  private readonly documents = new Map<string, BookDocument>();
  private readonly found: string[] = [];

  /** In the order in which they were made. */
  all(): BookDocument[] {
    return [...this.documents.values()];
  }

  document(id: string): BookDocument | undefined {
    return this.documents.get(id);
  }

  find(id: string): BookDocument {
    const document = this.documents.get(id);
    if (!document) throw new InvalidInput('id', `Документа ${id} в 1С нет`);
    return document;
  }

  /** What the site did that a 1C would have to pay for: documents made twice, one number for two. */
  problems(): string[] {
    return [...this.found];
  }

  /** Looks all of a file up before it writes, as exchanges do: a repeat within one file is made twice. */
  save(documents: ReadDocument[]): Saved {
    const known = new Set(this.documents.keys());
    const saved: Saved = { created: [], revised: [], same: [] };
    for (const document of documents) {
      if (known.has(document.id)) saved[this.renew(document)].push(document.id);
      else {
        this.create(document);
        saved.created.push(document.id);
      }
    }
    return saved;
  }

  change(id: string, change: (document: BookDocument) => void): BookDocument {
    const document = this.find(id);
    change(document);
    document.changes += 1;
    return document;
  }

  /** Those that the site has not been told of as they are now. */
  changed(): BookDocument[] {
    return this.all().filter(({ changes, told }) => changes > told);
  }

  /** @param changes how many of its changes each had when the file was written */
  markTold(changes: Map<string, number>): void {
    for (const [id, count] of changes) {
      const document = this.documents.get(id);
      if (document) document.told = Math.max(document.told, count);
    }
  }

  clear(): void {
    this.documents.clear();
    this.found.length = 0;
    this.forgetBatches();
  }

  forgetBatches(): void {
    this.exchangeBatches.forget();
    this.outboxBatches.forget();
  }

  private create(document: ReadDocument): void {
    const earlier = this.documents.get(document.id);
    if (earlier) {
      earlier.createdCount += 1;
      this.note(`Документ ${document.number} создан ${earlier.createdCount} раза: Ид ${document.id}`);
      return;
    }
    const namesake = this.all().find(({ number }) => number === document.number);
    if (namesake) this.note(`Номер ${document.number} у двух документов: Ид ${namesake.id} и ${document.id}`);
    this.documents.set(document.id, {
      ...contentOf(document),
      id: document.id,
      numberThere: `ЗК-${String(this.documents.size + 1).padStart(6, '0')}`,
      createdCount: 1,
      arrivals: 1,
      revisions: 1,
      status: '',
      cancelled: document.cancelled,
      cancelledBy: document.cancelled ? 'site' : null,
      markedForDeletion: false,
      shipments: [],
      changes: 1,
      told: 0,
    });
  }

  private renew(document: ReadDocument): 'revised' | 'same' {
    const known = this.find(document.id);
    known.arrivals += 1;
    if (known.xml === document.xml) return 'same';
    Object.assign(known, contentOf(document));
    known.revisions += 1;
    known.changes += 1;
    if (known.cancelledBy !== '1c') {
      known.cancelled = document.cancelled;
      known.cancelledBy = document.cancelled ? 'site' : null;
    }
    return 'revised';
  }

  private note(problem: string): void {
    if (!this.found.includes(problem)) this.found.push(problem);
  }
}

function contentOf({ number, xml, lines, buyer, total, siteStatus }: ReadDocument) {
  return { number, xml, buyer, total, siteStatus, lines: lines.map((line) => ({ ...line })) };
}

/** By its place from 1, or by the part's key or number where that names one line. */
export function lineOf(document: BookDocument, line: string | number): BookLine {
  const found =
    typeof line === 'number'
      ? document.lines.slice(line - 1, line)
      : document.lines.filter(({ key, number }) => key === line || number === line);
  if (found.length === 1) return found[0]!;
  const why = found.length === 0 ? 'нет' : 'несколько: назовите место строки числом';
  throw new InvalidInput('line', `Строк ${line} в документе ${document.number} ${why}`);
}
