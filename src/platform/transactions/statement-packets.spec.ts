import type { QueryRunner } from 'typeorm';
import { noteGalera, StatementPackets } from './statement-packets.js';

/** A connection that notes its packets and answers each statement by its own text. */
function connection(failing?: string, isGalera = false) {
  const packets: string[] = [];
  const values: unknown[][] = [];
  const query = async (sql: string, parameters: unknown[] = []) => {
    packets.push(sql);
    values.push(parameters);
    if (failing && sql.includes(failing)) throw new Error(`${failing} failed`);
    const statements = sql.split(';\n');
    return statements.length === 1 ? [sql] : statements.map((each) => [each]);
  };
  const runner = { query } as unknown as QueryRunner;
  noteGalera(runner, Promise.resolve(isGalera));
  return { runner, packets, values, statements: new StatementPackets(runner, runner) };
}

describe('statements of one connection', () => {
  it('that were left go with the next one, in their order, each with its values', async () => {
    const { runner, packets, values, statements } = connection();
    statements.begin();
    statements.leave('INSERT a', [1, 2]);
    expect(packets).toEqual([]);
    expect(await runner.query('SELECT b', [3])).toEqual(['SELECT b']);
    expect([packets, values]).toEqual([['START TRANSACTION;\nINSERT a;\nSELECT b'], [[1, 2, 3]]]);
  });

  it('that are asked for in one turn go together, and each gets its own result', async () => {
    const { runner, packets } = connection();
    const [one, other] = await Promise.all([runner.query('SELECT a'), runner.query('SELECT b', [], true)]);
    expect([one, other]).toMatchObject([['SELECT a'], { raw: ['SELECT b'], records: ['SELECT b'] }]);
    await runner.query('SELECT c');
    expect(packets).toEqual(['SELECT a;\nSELECT b', 'SELECT c']);
  });

  it('that are asked for in order come in it, however long each takes to be made', async () => {
    const { runner, packets, statements } = connection();
    const slowly = async (sql: string, turns: number) => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      return runner.query(sql);
    };
    const answers = await statements.inOrder(
      () => slowly('LOCK a', 20),
      () => slowly('SELECT b', 1),
    );
    expect([answers, packets]).toEqual([[['LOCK a'], ['SELECT b']], ['LOCK a;\nSELECT b']]);
  });

  describe('that leads to a node of Galera', () => {
    it('go one by one, since an error between those of one text is lost there', async () => {
      const { packets, statements } = connection(undefined, true);
      statements.begin();
      statements.leave('UPDATE a');
      await statements.commit(() => undefined, false);
      expect(packets).toEqual(['START TRANSACTION', 'UPDATE a', 'COMMIT']);
    });

    it('are not sent after one that failed', async () => {
      const { packets, statements } = connection('UPDATE a', true);
      statements.begin();
      statements.leave('UPDATE a');
      await expect(statements.commit(() => undefined, false)).rejects.toThrow('UPDATE a failed');
      await statements.rollBack();
      expect(packets).toEqual(['START TRANSACTION', 'UPDATE a', 'ROLLBACK']);
    });
  });

  it('that were left and nothing follows go with the COMMIT, and nothing goes where there was nothing', async () => {
    const { packets, statements } = connection();
    statements.begin();
    await statements.commit(() => undefined, false);
    expect(packets).toEqual([]);
    const other = connection();
    other.statements.begin();
    other.statements.leave('UPDATE a');
    await other.statements.commit(() => undefined, false);
    expect(other.packets).toEqual(['START TRANSACTION;\nUPDATE a;\nCOMMIT']);
  });

  it('whose result has to be checked go before the COMMIT, which is not sent where it is another one', async () => {
    const { packets, statements } = connection();
    const committing = jest.fn();
    statements.begin();
    statements.leave('SELECT version', [], () => undefined);
    statements.leave('UPDATE a');
    await statements.commit(committing, false);
    expect(packets).toEqual(['START TRANSACTION;\nSELECT version;\nUPDATE a', 'COMMIT']);
    const other = connection();
    other.statements.begin();
    other.statements.leave('SELECT version', [], () => {
      throw new Error('out of date');
    });
    await expect(other.statements.commit(committing, false)).rejects.toThrow('out of date');
    expect(committing).toHaveBeenCalledTimes(1);
    expect(other.packets).toHaveLength(1);
  });

  it('go before the COMMIT where that has to go alone', async () => {
    const { packets, statements } = connection();
    statements.begin();
    statements.leave('UPDATE a');
    await statements.commit(() => undefined, true);
    expect(packets).toEqual(['START TRANSACTION;\nUPDATE a', 'COMMIT']);
  });

  it('are too many to wait at some time', async () => {
    const { packets, statements } = connection();
    statements.leave('INSERT a', Array.from({ length: 10_001 }));
    await new Promise(setImmediate);
    expect(packets).toEqual(['INSERT a']);
  });

  it('fail together, and nothing is done after what failed, though nobody waited for it', async () => {
    const { runner, packets, statements } = connection('INSERT a');
    statements.begin();
    statements.leave('INSERT a', Array.from({ length: 10_001 }));
    await new Promise(setImmediate);
    await expect(runner.query('SELECT b')).rejects.toThrow('INSERT a failed');
    await expect(statements.commit(() => undefined, false)).rejects.toThrow('INSERT a failed');
    await statements.rollBack();
    expect(packets).toEqual(['START TRANSACTION;\nINSERT a', 'ROLLBACK']);
  });

  it('that are too many and fail on their way leave nothing to be committed', async () => {
    const { packets, statements } = connection('INSERT a');
    const committing = jest.fn();
    statements.begin();
    statements.leave('INSERT a', Array.from({ length: 10_001 }));
    await new Promise(setImmediate);
    statements.leave('UPDATE b');
    await expect(statements.commit(committing, false)).rejects.toThrow('INSERT a failed');
    expect([packets, committing.mock.calls]).toEqual([['START TRANSACTION;\nINSERT a'], []]);
  });

  describe('that are too many and still on their way', () => {
    /** One whose first packet ends when it is told to. */
    function slowConnection() {
      const sent: string[] = [];
      let end: (error?: Error) => void = () => undefined;
      const first = new Promise<string[]>((resolve, reject) => {
        end = (error) => (error ? reject(error) : resolve([]));
      });
      const query = (sql: string) => (sent.push(sql) === 1 ? first : Promise.resolve([sql]));
      const runner = { query } as unknown as QueryRunner;
      return { runner, sent, end: (error?: Error) => end(error), statements: new StatementPackets(runner) };
    }

    const LARGE = Array.from({ length: 10_001 });
    const turn = () => new Promise(setImmediate);

    it('are waited for before the COMMIT, which is not sent when they fail', async () => {
      const { statements, sent, end } = slowConnection();
      statements.begin();
      statements.leave('INSERT a', LARGE);
      await turn();
      const committed = statements.commit(() => undefined, false);
      await turn();
      end(new Error('INSERT a failed'));
      await expect(committed).rejects.toThrow('INSERT a failed');
      expect(sent).toEqual(['START TRANSACTION;\nINSERT a']);
    });

    it('let nothing that waits for them be done after the ROLLBACK', async () => {
      const { runner, statements, sent, end } = slowConnection();
      statements.begin();
      statements.leave('INSERT a', LARGE);
      await turn();
      const late = expect(runner.query('INSERT b')).rejects.toThrow('has ended');
      await turn();
      await statements.rollBack();
      end();
      await late;
      expect(sent).toEqual(['START TRANSACTION;\nINSERT a', 'ROLLBACK']);
    });
  });

  it('whose result is not what was required fail all that went with them', async () => {
    const { runner, packets, statements } = connection();
    const refuse = () => {
      throw new Error('out of date');
    };
    statements.begin();
    statements.leave('SELECT version', [], refuse);
    await expect(Promise.all([runner.query('SELECT b'), runner.query('SELECT c')])).rejects.toThrow('out of date');
    await expect(statements.commit(() => undefined, false)).rejects.toThrow('out of date');
    expect(packets).toHaveLength(1);
  });

  it('are refused after the end, to those who are late', async () => {
    const { runner, packets, statements } = connection();
    statements.begin();
    await runner.query('SELECT a');
    const late = runner.query('INSERT b');
    await statements.rollBack();
    await expect(late).rejects.toThrow('has ended');
    await expect(runner.query('INSERT c')).rejects.toThrow('has ended');
    expect(packets).toEqual(['START TRANSACTION;\nSELECT a', 'ROLLBACK']);
  });
});
