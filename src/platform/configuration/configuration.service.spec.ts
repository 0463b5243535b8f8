import type { EntityManager } from 'typeorm';
import type { Transaction } from '../transactions/transaction.js';
import type { Transactions } from '../transactions/transactions.service.js';
import { OutOfDateError } from '../transactions/transient-errors.js';
import { ConfigurationPart, Configuration } from './configuration.service.js';

describe('what people configure', () => {
  let version: number;
  let name: string;
  let statements: string[];
  let onLoad: () => void;
  let configuration: Configuration;
  const manager = {
    connection: { options: { type: 'mariadb' } },
    query: async (sql: string) => {
      statements.push(sql);
      return sql.startsWith('SELECT version') ? [{ version }] : undefined;
    },
  } as unknown as EntityManager;
  const NAME = new ConfigurationPart(async () => {
    statements.push('load');
    const loaded = name;
    onLoad();
    return loaded;
  });
  const loads = () => statements.filter((each) => each === 'load').length;

  /** What is required is looked at when the transaction says so. */
  function transaction(wasOutOfDate = false) {
    const checks: Array<() => void> = [];
    const tx = {
      manager,
      wasOutOfDate,
      require: async (_: string, check: (rows: object[]) => void) => void checks.push(() => check([{ version }])),
    } as unknown as Transaction;
    return { tx, send: () => checks.forEach((check) => check()) };
  }

  beforeEach(() => {
    [version, name, statements, onLoad] = [1, 'before', [], () => undefined];
    const transactions = {
      read: (work: (manager: EntityManager) => unknown) => work(manager),
      run: (work: (tx: Transaction) => unknown) => work(transaction().tx),
    } as unknown as Transactions;
    configuration = new Configuration(transactions);
  });
  const change = (to: string) => {
    name = to;
    version += 1;
  };

  it('is read once, and again only when it was changed', async () => {
    for (let round = 0; round < 3; round++) expect((await configuration.refresh()).get(NAME)).toBe('before');
    expect(loads()).toBe(1);
    change('after');
    expect((await configuration.refresh()).get(NAME)).toBe('after');
    expect((await configuration.asOf(2)).get(NAME)).toBe('after');
    expect(loads()).toBe(2);
  });

  it('is never half of one and half of another: it is read again when it was changed meanwhile', async () => {
    onLoad = () => {
      onLoad = () => undefined;
      change('after');
    };
    const snapshot = await configuration.refresh();
    expect([snapshot.get(NAME), snapshot.version]).toEqual(['after', 2]);
  });

  it('is the same for a transaction from beginning to end, whatever others have seen since', async () => {
    const { tx, send } = transaction();
    const first = await configuration.of(tx);
    send();
    change('after');
    await configuration.refresh();
    expect(await configuration.of(tx)).toBe(first);
  });

  it('has a transaction done again that went by what is out of date, by what holds now', async () => {
    await configuration.refresh();
    change('after');
    const { tx, send } = transaction();
    expect((await configuration.of(tx)).get(NAME)).toBe('before');
    expect(send).toThrow(OutOfDateError);
    statements = [];
    const again = transaction(true);
    expect((await configuration.of(again.tx)).get(NAME)).toBe('after');
    expect(statements[0]).toMatch(/LOCK IN SHARE MODE$/);
    expect(configuration.current.get(NAME)).toBe('after');
  });

  it('is read anew by who changes it, and that is nobody else’s before it is committed', async () => {
    await configuration.refresh();
    await configuration.change(async (tx) => {
      expect(statements.at(-1)).toMatch(/^UPDATE configuration_versions/);
      name = 'not committed';
      expect((await configuration.of(tx)).get(NAME)).toBe('not committed');
    });
    expect(configuration.current.get(NAME)).toBe('before');
  });

  it('is unknown before it was looked at', () => {
    expect(() => configuration.current).toThrow('starting');
  });
});
