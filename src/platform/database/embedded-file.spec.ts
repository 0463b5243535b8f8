import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedPath } from '../config/data-dir.js';
import { embeddedFile } from './embedded-file.js';

describe('the file of an embedded database that a command works on', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'partsdesk-file-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is named where it is no database', () => {
    writeFileSync(embeddedPath(dir), 'no database');
    expect(() => embeddedFile(dir)).toThrow(`${embeddedPath(dir)} cannot be read: file is not a database.`);
  });

  it('is not called missing where the system does not let it be seen, as in the folder of another user', () => {
    const hidden = join(dir, 'hidden');
    symlinkSync(hidden, hidden); // whoever runs the tests may be let into every folder
    expect(() => embeddedFile(hidden)).toThrow(/^\S+hidden\S+ cannot be read: ELOOP.* as the user of the service/);
  });

  it('is missing where there is none', () => {
    expect(() => embeddedFile(join(dir, 'elsewhere'))).toThrow(/^There is no database at .+elsewhere/);
    writeFileSync(join(dir, 'file'), '');
    expect(() => embeddedFile(join(dir, 'file'))).toThrow(/^There is no database at .+file/);
  });
});
