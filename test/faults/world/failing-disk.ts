import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtExit } from '../../support/leftovers.mjs';
import { NotHere } from './trial.js';

const SOURCE = join(import.meta.dirname, 'failing-disk.c');

/** Lets the disk under an embedded database fail, for processes that were started with its variables. */
export class FailingDisk {
  private readonly forget: () => void;

  private constructor(
    private readonly dir: string,
    private readonly faults: string,
    readonly env: Record<string, string>,
  ) {
    this.forget = removeAtExit(dir);
  }

  /** @throws NotHere where it cannot be compiled, or the system knows no LD_PRELOAD */
  static make(): FailingDisk {
    if (process.platform !== 'linux') throw new NotHere('A failing disk is only played on Linux.');
    const dir = mkdtempSync(join(tmpdir(), 'partsdesk-failing-disk-'));
    const [library, faults] = [join(dir, 'failing-disk.so'), join(dir, 'faults')];
    try {
      execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl'], { stdio: 'pipe' });
    } catch (error) {
      rmSync(dir, { recursive: true, force: true });
      throw new NotHere(`A failing disk needs a C compiler: ${(error as Error).message.split('\n')[0]}`);
    }
    mkdirSync(faults);
    return new FailingDisk(dir, faults, { LD_PRELOAD: library, FAILING_DISK_DIR: faults });
  }

  /** @param faults `kind errno` and perhaps the end of the files' names that are concerned */
  fail(...faults: string[]): void {
    for (const fault of faults) writeFileSync(join(this.faults, fault), '');
  }

  mend(): void {
    for (const fault of readdirSync(this.faults)) rmSync(join(this.faults, fault));
  }

  remove(): void {
    this.forget();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
