import { Injectable } from '@nestjs/common';
import { type Actor, userIdOf } from '../../access/actor.js';
import { Clock } from '../../platform/clock.js';
import { definedOf } from '../../platform/collections.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError, NotFoundError } from '../../platform/errors.js';
import { foldedText } from '../../platform/folded-text.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { isUniqueViolation } from '../../platform/transactions/transient-errors.js';
import { knownQuery } from './known-query.js';
import type { SaveFilter, UpdateSavedFilter } from './saved-filter.dto.js';
import { SavedFilter, type SavedList } from './saved-filter.entity.js';

/** Of one user and list: more are found no sooner than the filters are chosen. */
const MOST_FILTERS = 30;

/** A user's own filters of lists, at the service so that they are there on every machine. */
@Injectable()
export class SavedFiltersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  list(list: SavedList | undefined, actor: Actor): Promise<SavedFilter[]> {
    const where = { userId: ownerOf(actor), ...definedOf({ list }) };
    return this.transactions.read((manager) => manager.find(SavedFilter, { where, order: { id: 'ASC' } }));
  }

  /** @throws InvalidInputError also when the name is taken, or there are too many */
  async save({ list, name, query }: SaveFilter, actor: Actor): Promise<SavedFilter> {
    const filter = { userId: ownerOf(actor), list, name, query: await knownQuery(list, query) };
    return this.orTaken(async (tx) => {
      const others = await this.requireFree(tx, filter);
      if (others >= MOST_FILTERS) throw InvalidInputError.of('name', errorDetail('too_many', { max: MOST_FILTERS }));
      const id = await tx.insert(SavedFilter, { ...filter, createdAt: this.clock.now() });
      return tx.manager.findOneByOrFail(SavedFilter, { id });
    });
  }

  /** Gives it another name, or other filters. @throws NotFoundError, InvalidInputError */
  async update(id: number, { name, query }: UpdateSavedFilter, actor: Actor): Promise<SavedFilter> {
    const own = { id, userId: ownerOf(actor) };
    return this.orTaken(async (tx) => {
      const filter = await tx.manager.findOneBy(SavedFilter, own);
      if (!filter) throw new NotFoundError(`Filter ${id}`);
      const known = query === undefined ? undefined : await knownQuery(filter.list, query);
      const change = definedOf({ name, query: known });
      Object.assign(filter, change);
      await this.requireFree(tx, filter);
      if (Object.keys(change).length > 0) await tx.manager.update(SavedFilter, own, change);
      return filter;
    });
  }

  /** @throws NotFoundError */
  delete(id: number, actor: Actor): Promise<void> {
    const own = { id, userId: ownerOf(actor) };
    return this.transactions.run(async (tx) => {
      const { affected } = await tx.manager.delete(SavedFilter, own);
      if (affected === 0) throw new NotFoundError(`Filter ${id}`);
    });
  }

  /** Compares as people do: databases differ in what they take for the same. @returns how many others there are */
  private async requireFree(
    tx: Transaction,
    { id, userId, list, name }: Pick<SavedFilter, 'userId' | 'list' | 'name'> & { id?: number },
  ): Promise<number> {
    const others = (await tx.manager.findBy(SavedFilter, { userId, list })).filter((other) => other.id !== id);
    const isTaken = others.some((other) => foldedText(other.name) === foldedText(name));
    if (isTaken) throw nameTaken();
    return others.length;
  }

  private async orTaken<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.transactions.run(work);
    } catch (error) {
      if (isUniqueViolation(error)) throw nameTaken();
      throw error;
    }
  }
}

function nameTaken(): InvalidInputError {
  return InvalidInputError.of('name', errorDetail('filter_name_taken'));
}

function ownerOf(actor: Actor): number {
  return userIdOf(actor, 'Saved filters');
}
