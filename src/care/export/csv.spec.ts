import { csvOf } from './csv.js';
import type { Table } from './table.js';

describe('a row of a CSV file', () => {
  it('is not ended by a carriage return inside a text', async () => {
    const columns = [{ title: 'x', kind: 'text' as const }];
    const pages = (async function* () {
      yield [['a\rb'], ['c\r=1+1']];
    })();
    const pieces: string[] = [];
    for await (const piece of csvOf({ columns, language: 'ru', pages } as unknown as Table)) pieces.push(piece);
    expect(pieces.join('')).toBe('\uFEFFx\r\n"a\rb"\r\n"c\r\'=1+1"\r\n');
  });
});
