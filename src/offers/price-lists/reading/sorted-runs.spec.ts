import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ListedRow } from './reading-protocol.js';
import { compareKeys, SortedRuns } from './sorted-runs.js';

const rowOf = (key: string, line: number): ListedRow => [key, line, 'B', 'b', key, 'Имя\n"x"', 100, 1, 0, 1];

describe('rows that are sorted', () => {
  it.each([1, 2, 3, 7, 1_000])('come out in order of keys and lines, %i in memory at a time', (inMemory) =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 4 }), { maxLength: 40 }), (keys) => {
        const folder = mkdtempSync(join(tmpdir(), 'partsdesk-runs-'));
        try {
          const runs = new SortedRuns(folder, inMemory);
          const rows = keys.map((key, line) => rowOf(Buffer.from(key).toString(), line));
          rows.forEach((row) => runs.add(row));
          const expected = [...rows].sort((one, other) => compareKeys(one[0], other[0]) || one[1] - other[1]);
          expect([...runs.sorted()]).toEqual(expected);
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 25 },
    ),
  );

  it('compare as their bytes do, which both databases go by', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) =>
        expect(Math.sign(compareKeys(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other))),
      ),
    ));
});
