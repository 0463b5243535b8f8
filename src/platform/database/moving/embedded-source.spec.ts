import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DatabaseSync } from '@photostructure/sqlite';
import { EmbeddedSource } from './embedded-source.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('the embedded database that is moved', () => {
  it('is read to its end whenever garbage is collected meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'partsdesk-source-'));
    const file = join(folder, 'partsdesk.sqlite');
    const database = new DatabaseSync(file);
    database.exec(`CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO notes SELECT i, 'note ' || i FROM n`);
    database.close();
    const source = EmbeddedSource.open(file);
    let read = 0;
    for (const row of source.rows('notes', [{ name: 'id', type: 'int' }])) {
      expect(row.get('id')).toBe(String(++read));
      if (read % 100 === 0) await setImmediate().then(collectGarbage);
    }
    expect(read).toBe(3_000);
    source.close();
    rmSync(folder, { recursive: true });
  });
});
