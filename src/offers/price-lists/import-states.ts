import { In, MoreThan, Not } from 'typeorm';
import type { StoredError } from '../../platform/error-texts.js';
import { ConflictError } from '../../platform/errors.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { PriceList, PriceListFetch } from './price-list.entity.js';
import { type ImportState, PriceListImport } from './price-list-import.entity.js';
import { later } from '../../platform/clock.js';

/** So long whoever looked up which import is in force may still read its rows. */
const GRACE_MS = 60_000;
const MINUTE_MS = 60_000;
/** So often doubled, any wait is longer than an interval may be. */
const MOST_COUNTED = 10;

/** What an import becomes whose rows nobody needs any more. */
export function endedAs(state: ImportState, now: Date): Partial<PriceListImport> {
  return { state, leaseToken: '', leaseUntil: null, sweepAfter: later(now, GRACE_MS) };
}

export function failedWith(error: StoredError, now: Date): Partial<PriceListImport> {
  return { ...endedAs('failed', now), error, finishedAt: now };
}

/** What an import becomes all of whose rows are there. */
export function readInto(state: 'live' | 'held', now: Date): Partial<PriceListImport> {
  return { state, leaseToken: '', leaseUntil: null, finishedAt: now, progress: 100 };
}

/** @throws ConflictError `price_list_busy` while a file is being read into a list */
export async function requireIdle({ manager }: Transaction, priceListId: number): Promise<void> {
  if (await manager.existsBy(PriceListImport, { priceListId, state: 'running' }))
    throw new ConflictError('price_list_busy', 'A file is being read into this price list.');
}

/** In the place of what was in force until now; both in one transaction that changes the configuration. */
export async function putInForce(
  tx: Transaction,
  { id: priceListId }: Pick<PriceList, 'id'>,
  { id, createdAt }: Pick<PriceListImport, 'id' | 'createdAt'>,
  now: Date,
): Promise<void> {
  await supersede(tx, priceListId, ['held', 'live'], id, now);
  await tx.updateByIds(PriceListImport, [id], readInto('live', now));
  await tx.updateByIds(PriceList, [priceListId], { liveImportId: id, listedAt: createdAt, staleToldAt: null });
}

/** The file at the address of a list is read once more, also if it is the same. */
export async function forgetSeen({ manager }: Transaction, priceListId: number): Promise<void> {
  await manager.update(PriceListFetch, { priceListId }, { etag: '', lastModified: '' });
}

/** So long a file waits that could not be fetched, or was not read by no fault of its own. */
const FIRST_RETRY_MS = 5 * 60_000;
const OWN_FAULTS = new Set(['import_interrupted', 'import_failed', 'reading_crashed', 'reading_silent']);

/** Whether the service itself failed: the same file may be read the next time. */
export function isOwnFault(error: StoredError | null): boolean {
  return error !== null && OWN_FAULTS.has(error.code);
}

/** @param failures in a row before; each further one doubles the wait, up to the list's own interval */
export function retryAfterMs({ refreshMinutes }: PriceList, failures: number): number {
  return Math.min(refreshMinutes * MINUTE_MS, FIRST_RETRY_MS * 2 ** failures);
}

/** How long the file of a list waits whose newest import failed by no fault of the file. */
export async function readAgainAfterMs({ manager }: Transaction, list: PriceList): Promise<number> {
  const newest = await manager.find(PriceListImport, {
    select: { id: true, state: true },
    where: { priceListId: list.id },
    order: { id: 'DESC' },
    take: MOST_COUNTED,
  });
  const sound = newest.findIndex(({ state }) => state !== 'failed');
  return retryAfterMs(list, (sound < 0 ? newest.length : sound) - 1);
}

/** The file at the address of a list is fetched soon, unless it is before. */
export async function fetchSoon(tx: Transaction, list: PriceList, now: Date): Promise<void> {
  const nextAt = later(now, await readAgainAfterMs(tx, list));
  await tx.manager.update(PriceListFetch, { priceListId: list.id, nextAt: MoreThan(nextAt) }, { nextAt });
}

/** Ends the other imports of a list that are in one of these states. */
export async function supersede(
  tx: Transaction,
  priceListId: number,
  states: ImportState[],
  exceptId: number,
  now: Date,
): Promise<void> {
  const others = { priceListId, state: In(states), id: Not(exceptId) };
  await tx.manager.update(PriceListImport, others, endedAs('superseded', now));
}

/** Ends all imports of a list that is deleted; whoever is reading one finds its lease gone. */
export async function forgetImports(tx: Transaction, priceListId: number, now: Date): Promise<void> {
  const where = { priceListId, state: In<ImportState>(['running', 'held', 'live']) };
  await tx.manager.update(PriceListImport, where, endedAs('discarded', now));
}
