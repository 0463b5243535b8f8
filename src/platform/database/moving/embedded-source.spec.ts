import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

/** In a process of its own: what it is about crashes the process. */
const READING = `
  import { setTimeout } from 'node:timers/promises';
  import { EmbeddedSource } from '${join(__dirname, 'embedded-source.ts')}';
  const source = EmbeddedSource.open(process.argv[1]);
  let read = 0;
  // What is optimized, as code is that has run for a while, forgets what it needs no more.
  for (let round = 0; round < 5; round++) {
    for (const row of source.rows('notes', [{ name: 'text', type: 'varchar' }])) {
      if (++read % 1000 === 0) await setTimeout(1).then(gc);
    }
  }
  source.close();
  console.log(read);
`;

describe('the embedded database that is moved', () => {
  it('is read to its end although garbage is collected meanwhile', () => {
    const folder = mkdtempSync(join(tmpdir(), 'partsdesk-source-'));
    const file = join(folder, 'partsdesk.sqlite');
    const database = new DatabaseSync(file);
    database.exec(`CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO notes SELECT i, 'note' FROM n`);
    database.close();
    const options = ['--expose-gc', '--import', 'tsx', '--input-type=module', '-e', READING, file];
    const { stdout, stderr, signal } = spawnSync(process.execPath, options, { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect({ stdout, stderr, signal }).toEqual({ stdout: '100000\n', stderr: '', signal: null });
  });
});
