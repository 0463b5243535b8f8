import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undoAtExit } from '../../support/leftovers.mjs';
import { NotHere } from './trial.js';

const PIECE = Buffer.alloc(64 * 1024);

/** A file system of a few megabytes that can be filled to the last byte. */
export class SmallDisk {
  private readonly forget = undoAtExit(() => this.remove());

  private constructor(readonly dir: string) {}

  /** @throws NotHere where this user may mount nothing */
  static make(megabytes: number): SmallDisk {
    const dir = mkdtempSync(join(tmpdir(), 'partsdesk-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { stdio: 'pipe' });
    } catch {
      rmSync(dir, { recursive: true, force: true });
      throw new NotHere('A small file system can only be mounted by root.');
    }
    return new SmallDisk(dir);
  }

  fill(): void {
    const file = openSync(join(this.dir, 'filler'), 'a');
    try {
      for (;;) writeSync(file, PIECE);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  get isFull(): boolean {
    return statfsSync(this.dir).bavail === 0;
  }

  makeRoom(): void {
    rmSync(join(this.dir, 'filler'), { force: true });
  }

  remove(): void {
    this.forget();
    try {
      execFileSync('umount', ['-l', this.dir], { stdio: 'pipe' });
    } catch {
      // It is gone already.
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}
