import { mkdirSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../platform/config/app-config.js';

const PREFIX = 'partsdesk-list-';
/** No reading takes that long: whoever made such a folder was killed. */
const LEFT_BEHIND_MS = 24 * 3_600_000;

/** Folders in which files lie while they are read: beside an embedded database, else where the system keeps what is temporary. */
@Injectable()
export class ListFiles {
  private readonly root: string;

  constructor({ databaseUrl, dataDir }: AppConfig) {
    this.root = databaseUrl === undefined ? join(dataDir, 'tmp') : tmpdir();
  }

  /** Removes the folders of processes that were killed. */
  async tidy(): Promise<void> {
    const names = await readdir(this.root).catch(() => []);
    for (const name of names.filter((each) => each.startsWith(PREFIX))) {
      const folder = join(this.root, name);
      const found = await stat(folder).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > LEFT_BEHIND_MS) await this.remove(folder);
    }
  }

  make(): Promise<string> {
    mkdirSync(this.root, { recursive: true, mode: 0o700 });
    return mkdtemp(join(this.root, PREFIX));
  }

  remove(folder: string): Promise<void> {
    return rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
