import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { errorDetail, storedError } from '../../platform/error-texts.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import type { UploadedFile } from '../../platform/http/file-upload.js';
import { Metrics } from '../../platform/observation/metrics.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { WaitingLine } from '../../platform/waiting-line.js';
import { BRANDS, canonicalKey } from '../brands/brand-directory.js';
import { SeenBrands } from '../brands/seen-brands.js';
import { ImportLeases, type Lease, LeaseLost } from './import-leases.service.js';
import { ListComparison } from './list-comparison.js';
import { ListFiles } from './list-files.service.js';
import { rowsOfArticles, writeRows } from './list-rows.js';
import { Pace } from './pace.js';
import { type ImportSource, PriceListImport, RejectedLine } from './price-list-import.entity.js';
import { PRICE_LISTS, type PriceList } from './price-list.entity.js';
import { FileFailed } from './reading/file-failed.js';
import { ListReading } from './reading/list-reading.js';
import type { ListedRow, ReadFigures } from './reading/reading-protocol.js';

const RENEW_EVERY_MS = 20_000;
/** Of the progress; the rest is writing. */
const PART_OF_READING = 50;
const SHOW_PROGRESS_EVERY_MS = 1_000;

/** A file that lies in a folder of its own. */
interface FileToRead extends UploadedFile {
  folder: string;
}

interface Run {
  list: PriceList;
  file: FileToRead;
  lease: Lease;
  /** Ends when the service stops, or somebody else has ended the import. */
  abort: AbortController;
}

/** Reads files into lists, one after the other: the new rows lie beside those in force until they take their place. */
@Injectable()
export class ImportRunner implements OnModuleDestroy {
  private readonly logger = new Logger(ImportRunner.name);
  private readonly line = new WaitingLine({ atOnce: 1, full: () => new Error('unbounded') });
  private readonly runs = new Map<Run, Promise<void>>();

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly leases: ImportLeases,
    private readonly files: ListFiles,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Begins to read a file. Its folder is removed in the end, whatever comes of it; where nothing is begun it stays the caller's.
   * @throws NotFoundError; ConflictError `price_list_busy`
   */
  async start(list: PriceList, file: FileToRead, source: ImportSource, author: string): Promise<number> {
    const lease = await this.leases.begin(list.id, file, source, author);
    const run = { list, file, lease, abort: new AbortController() };
    this.runs.set(
      run,
      this.do(run).finally(() => this.runs.delete(run)),
    );
    return lease.id;
  }

  /** What is under way is read anew by whoever wants it. */
  async onModuleDestroy(): Promise<void> {
    for (const { abort } of this.runs.keys()) abort.abort(new FileFailed(errorDetail('import_interrupted')));
    await Promise.all(this.runs.values());
  }

  private async do(run: Run): Promise<void> {
    const { list, file, lease, abort } = run;
    const renewing = setInterval(() => this.renew(run), RENEW_EVERY_MS);
    try {
      const outcome = await this.line.run(async () => {
        abort.signal.throwIfAborted();
        return this.read(run);
      });
      this.metrics.priceListImports.inc({ outcome });
      this.logger.log({ priceListId: list.id, importId: lease.id, outcome }, 'A price list was read.');
    } catch (error) {
      const cause = abort.signal.aborted ? (abort.signal.reason as Error) : (error as Error);
      if (!(cause instanceof LeaseLost)) await this.fail(run, cause);
    } finally {
      clearInterval(renewing);
      await this.files.remove(file.folder);
    }
  }

  private async read(run: Run) {
    const { list, file, abort } = run;
    // It may have waited for long: what was set meanwhile holds.
    const settings = (await this.configuration.refresh()).get(PRICE_LISTS).get(list.id);
    if (!settings) throw new LeaseLost();
    const { columns, firstRow } = settings;
    const request = { file: file.path, folder: file.folder, mapping: { columns, firstRow } };
    const reading = new ListReading(request, this.progressOf(run));
    const stop = () => reading.stop();
    abort.signal.addEventListener('abort', stop);
    try {
      const figures = await reading.figures();
      await this.note(run, figures);
      if (figures.taken === 0) throw new FileFailed(errorDetail('no_rows'));
      const { base, directory } = await this.comparedWith(list);
      const comparison = new ListComparison((key) => canonicalKey(directory, key));
      const brands = new SeenBrands((key) => directory.byKey.has(key));
      const pace = new Pace();
      let written = 0;
      for await (const rows of reading.rows()) {
        abort.signal.throwIfAborted();
        const compared = rows.map(comparedRow);
        const articles = comparison.newArticles(compared);
        const former = base
          ? await this.transactions.read((manager) => rowsOfArticles(manager, base.id, articles))
          : [];
        comparison.add(compared, former);
        for (const [, , key, name] of rows) brands.add(key, name);
        written += rows.length;
        const share = (written / figures.taken) * (100 - PART_OF_READING);
        const ownMs = await this.write(run, rows, PART_OF_READING + Math.floor(share));
        await pace.wait(ownMs);
      }
      comparison.end();
      return await this.leases.finish(run.lease, list.id, figures, base, comparison, brands);
    } finally {
      abort.signal.removeEventListener('abort', stop);
      reading.stop();
    }
  }

  /** What is in force (null = nothing is), and by which brands of the file are compared with its. */
  private async comparedWith({ id }: PriceList) {
    const snapshot = await this.configuration.refresh();
    const liveImportId = snapshot.get(PRICE_LISTS).get(id)?.liveImportId;
    const base = liveImportId
      ? await this.transactions.read((manager) => manager.findOneBy(PriceListImport, { id: liveImportId }))
      : null;
    return { base, directory: snapshot.get(BRANDS) };
  }

  /** What the file was found to have; also where nothing of it can be taken. */
  private note({ lease }: Run, { rejectedRows, ...figures }: ReadFigures) {
    const rejected = rejectedRows.map((row) => ({ importId: lease.id, ...row }));
    return this.transactions.run(async (tx) => {
      await this.leases.renew(tx, lease, figures);
      await tx.insertMany(RejectedLine, rejected);
    });
  }

  /** @returns so long the statement itself took: the embedded database does it in this process */
  private write({ lease }: Run, rows: ListedRow[], progress: number): Promise<number> {
    return this.transactions.run(
      async (tx) => {
        await this.leases.renew(tx, lease, { progress });
        const startedAt = performance.now();
        await writeRows(tx, lease.id, rows);
        return performance.now() - startedAt;
      },
      { repeatable: true },
    );
  }

  private progressOf(run: Run): (percent: number) => void {
    let shownAt = performance.now();
    return (percent) => {
      if (run.abort.signal.aborted || performance.now() - shownAt < SHOW_PROGRESS_EVERY_MS) return;
      shownAt = performance.now();
      this.renew(run, { progress: Math.floor((percent / 100) * PART_OF_READING) });
    };
  }

  private renew({ lease, abort }: Run, change: { progress?: number } = {}): void {
    this.transactions
      .run((tx) => this.leases.renew(tx, lease, change))
      .catch((error: Error) => {
        // A database that cannot be reached for a moment costs nothing yet.
        if (error instanceof LeaseLost) abort.abort(error);
      });
  }

  private async fail({ list, lease }: Run, error: Error): Promise<void> {
    const stored = error instanceof FileFailed ? error.error : storedError(errorDetail('import_failed'));
    const context = { priceListId: list.id, importId: lease.id, err: error };
    this.logger.warn(context, `Reading a price list failed: ${error.message}`);
    this.metrics.priceListImports.inc({ outcome: 'failed' });
    await this.leases.fail(lease, stored).catch((failure: Error) => {
      this.logger.warn(context, `Ending an import failed, its lease will: ${failure.message}`);
    });
  }
}

function comparedRow([articleKey, , brandKey, , , , price, stock]: ListedRow) {
  return { articleKey, brandKey, price, stock };
}
