import { RowsHeldError, UnavailableError } from '../errors.js';
import type { Transaction } from './transaction.js';
import type { Transactions } from './transactions.service.js';
import { eachByItself } from './each-by-itself.js';

const transactions = { run: (work: (tx: Transaction) => unknown) => Promise.resolve({} as Transaction).then(work) };

/** Works on 1, which fails, and on 2. @returns what was done */
async function tried(error: Error, postponing?: Error): Promise<string[]> {
  const done: string[] = [];
  const work = async (_: Transaction, id: number) => {
    if (id === 1) throw error;
    done.push(`worked on ${id}`);
  };
  const postpone = async (_: Transaction, id: number) => {
    if (postponing) throw postponing;
    done.push(`put off ${id}`);
  };
  const each = { work, postpone, what: 'thing' };
  await eachByItself(transactions as unknown as Transactions, [1, 2], each, undefined);
  return done;
}

describe('one after the other', () => {
  const tooLong = new UnavailableError('took_too_long', 'Too long.');
  const away = new UnavailableError('database_unavailable', 'Away.');

  it.each([
    ['fails', new Error('No.')],
    ['is held by others', new RowsHeldError()],
    ['takes the database too long', tooLong],
  ])('one that %s is put off, and holds up no other', async (_, error) => {
    expect(await tried(error)).toEqual(['put off 1', 'worked on 2']);
  });

  it('one that cannot be put off either, since others hold it, holds up no other', async () => {
    expect(await tried(new RowsHeldError(), new RowsHeldError())).toEqual(['worked on 2']);
  });

  it('all wait where the database is away', async () => {
    await expect(tried(away)).rejects.toBe(away);
    await expect(tried(new Error('No.'), away)).rejects.toBe(away);
  });
});
