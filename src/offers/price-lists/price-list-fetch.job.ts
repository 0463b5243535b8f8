import { randomUUID } from 'node:crypto';
import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Clock, later } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import type { StoredError } from '../../platform/error-texts.js';
import { ConflictError, NotFoundError } from '../../platform/errors.js';
import { Job } from '../../platform/jobs/job.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { WaitingLine } from '../../platform/waiting-line.js';
import { withinTime } from '../../platform/within-time.js';
import { ImportRunner } from './import-runner.service.js';
import { ListDownload, type Seen } from './list-download.service.js';
import { isOwnFault, readAgainAfterMs, retryAfterMs } from './import-states.js';
import { ListFiles } from './list-files.service.js';
import { PriceListImport } from './price-list-import.entity.js';
import { FETCH_LEASE_MS, PRICE_LISTS, PriceList, PriceListFetch } from './price-list.entity.js';
import { PriceListFailed } from './price-lists.events.js';
import { FileFailed } from './reading/file-failed.js';

const EVERY_MS = 15_000;
/** A round waits no longer: what is slow goes on beside the next ones. */
const ROUND_MS = 5_000;
/** One that drips holds up no more than itself. */
const AT_ONCE = 4;
const MINUTE_MS = 60_000;
/** While another file is read into the list. */
const BUSY_WAIT_MS = MINUTE_MS;

/** How fetching ended. */
interface Ending {
  seen?: Seen;
  /** That reads what came. */
  importId?: number;
  error?: StoredError;
  /** Nothing was found out: it is tried again soon. */
  isBusy?: boolean;
}

/** Fetches the files of lists that have an address, each by one replica at a time. */
@Injectable()
export class PriceListFetching implements OnModuleDestroy {
  private readonly logger = new Logger(PriceListFetching.name);
  private readonly stopping = new AbortController();
  private readonly line = new WaitingLine({ atOnce: AT_ONCE, full: () => new Error('unbounded') });
  /** By list. */
  private readonly underWay = new Map<number, Promise<Error | undefined>>();

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly download: ListDownload,
    private readonly files: ListFiles,
    private readonly runner: ImportRunner,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'price-list-fetch', everyMs: EVERY_MS })
  async run(): Promise<void> {
    const lists = (await this.configuration.refresh()).get(PRICE_LISTS);
    const nextAt = LessThanOrEqual(this.clock.now());
    const due = await this.transactions.read((manager) => manager.findBy(PriceListFetch, { nextAt }));
    const listed = due.flatMap(({ priceListId }) => lists.get(priceListId) ?? []);
    const begun = listed.flatMap((list) => (this.underWay.has(list.id) ? [] : [this.begin(list)]));
    const ended = await withinTime(ROUND_MS, Promise.all(begun), () => []);
    const failure = ended.find((each) => each !== undefined);
    if (failure) throw failure;
  }

  /** What is under way is fetched by whoever comes next. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.underWay.values());
  }

  /** Fetches the file of a list without waiting for its time; what comes of it is seen on the list. @throws NotFoundError */
  async now(list: PriceList): Promise<void> {
    const at = { priceListId: list.id };
    const { affected } = await this.transactions.change((manager) =>
      manager.update(PriceListFetch, at, { nextAt: this.clock.now() }),
    );
    if (affected === 0) throw new NotFoundError(`The address of price list ${list.id}`);
    void this.fetch(list).catch((error: Error) => this.logFailure(list, error));
  }

  /** @returns what it failed by, if not by the address: that is seen on the list */
  private begin(list: PriceList): Promise<Error | undefined> {
    const fetching = this.line
      .run(() => this.fetch(list))
      .then(() => undefined)
      .catch((error: Error) => this.logFailure(list, error))
      .finally(() => this.underWay.delete(list.id));
    this.underWay.set(list.id, fetching);
    return fetching;
  }

  private logFailure(list: PriceList, error: Error): Error {
    this.logger.error({ priceListId: list.id, err: error }, `Fetching ${list.name} failed: ${error.message}`);
    return error;
  }

  private async fetch({ id }: PriceList): Promise<void> {
    const claimed = this.stopping.signal.aborted ? undefined : await this.claim(id);
    // It may have waited for long: the address that it has by now is meant, and known by what was claimed.
    const list = claimed && (await this.configuration.refresh()).get(PRICE_LISTS).get(id);
    if (!claimed || !list) return;
    const folder = await this.files.make();
    let isOurs = true;
    try {
      const file = await this.download.fetch(list.url, folder, claimed, this.stopping.signal);
      if (!file) return await this.finish(list, claimed, {});
      if (!(await this.isStillMeant(claimed))) return;
      const importId = await this.runner.start(list, { ...file, folder }, 'url', '');
      isOurs = false;
      await this.finish(list, claimed, { seen: { etag: file.etag, lastModified: file.lastModified }, importId });
    } catch (error) {
      await this.noteFailure(list, claimed, error as Error);
    } finally {
      if (isOurs) await this.files.remove(folder);
    }
  }

  /** Another address than the one that was claimed is fetched by its own turn, and what came of the former one is no list any more. */
  private isStillMeant({ priceListId, leaseToken }: PriceListFetch): Promise<boolean> {
    return this.transactions.read((manager) => manager.existsBy(PriceListFetch, { priceListId, leaseToken }));
  }

  private async noteFailure(list: PriceList, claimed: PriceListFetch, error: Error): Promise<void> {
    if (error instanceof ConflictError || this.stopping.signal.aborted)
      return this.finish(list, claimed, { isBusy: true });
    if (!(error instanceof FileFailed)) throw error;
    this.logger.warn({ priceListId: list.id }, `Fetching ${list.name} failed: ${error.message}`);
    await this.finish(list, claimed, { error: error.error });
  }

  /** @returns undefined where somebody else fetches it */
  private async claim(priceListId: number): Promise<PriceListFetch | undefined> {
    const now = this.clock.now();
    return this.transactions.run(async (tx) => {
      const row = await tx.lockOne(PriceListFetch, { priceListId, nextAt: LessThanOrEqual(now) });
      if (!row || (row.leaseUntil !== null && row.leaseUntil > now)) return undefined;
      const lease = { leaseToken: randomUUID(), leaseUntil: later(now, FETCH_LEASE_MS) };
      await tx.manager.update(PriceListFetch, { priceListId }, lease);
      return { ...row, ...lease };
    });
  }

  private finish(
    list: PriceList,
    { priceListId, leaseToken }: PriceListFetch,
    { seen, importId, error, isBusy = false }: Ending,
  ): Promise<void> {
    return this.transactions.run(async (tx) => {
      const row = await tx.lockOne(PriceListFetch, { priceListId, leaseToken });
      if (!row) return; // the list has another address by now, or none
      // What could not be read is fetched once more, also where it had failed before this was written.
      const failed = importId ? await tx.manager.findOneBy(PriceListImport, { id: importId, state: 'failed' }) : null;
      const isKept = importId && !failed;
      const now = this.clock.now();
      const usualMs = list.refreshMinutes * MINUTE_MS;
      const afterFetchMs = error ? retryAfterMs(list, row.failures) : usualMs;
      const afterReadingMs = failed && isOwnFault(failed.error) ? await readAgainAfterMs(tx, list) : usualMs;
      const waitMs = isBusy ? BUSY_WAIT_MS : Math.min(afterFetchMs, afterReadingMs);
      const ended = { leaseToken: '', leaseUntil: null, nextAt: later(now, waitMs) };
      const failures = error ? row.failures + 1 : 0;
      const outcome = error
        ? { failures, error, errorSince: row.errorSince ?? now }
        : { failures, error: null, errorSince: null, checkedAt: now, ...(isKept && seen) };
      await tx.manager.update(PriceListFetch, { priceListId }, { ...ended, ...(!isBusy && outcome) });
      if (error && row.errorSince === null) await tx.publish(new PriceListFailed(list, error));
    });
  }
}
