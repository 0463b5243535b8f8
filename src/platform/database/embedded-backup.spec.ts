import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { embeddedPath } from '../config/data-dir.js';
import { backUpEmbedded } from './embedded-backup.js';

const DESCRIPTORS = '/proc/self/fd';

describe('a backup of the embedded database', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "partsdesk 'backup' "));
    const database = new DatabaseSync(embeddedPath(dir));
    database.exec('CREATE TABLE users (id INTEGER); INSERT INTO users VALUES (1), (2)');
    database.close();
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** As the system knows them; on Windows the backup itself fails when there are any. */
  const openFiles = () =>
    (existsSync(DESCRIPTORS) ? readdirSync(DESCRIPTORS) : []).flatMap((descriptor) => {
      try {
        const file = readlinkSync(join(DESCRIPTORS, descriptor));
        return dirname(file) === dir && file !== embeddedPath(dir) ? [file] : [];
      } catch {
        return [];
      }
    });

  it('has closed the copy when it gets its name, since Windows renames nothing that is open', () => {
    backUpEmbedded(dir, join(dir, 'backup'));
    expect(openFiles()).toEqual([]);
    expect(readdirSync(dir).sort()).toEqual(['backup', 'partsdesk.sqlite']);
  });

  it('says of which file it failed, where the folder for it is not there', () => {
    const file = join(dir, 'nowhere', 'backup');
    expect(() => backUpEmbedded(dir, file)).toThrow(`The backup into ${file} failed: ENOENT`);
  });
});
