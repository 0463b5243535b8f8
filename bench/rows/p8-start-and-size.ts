import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { freePort } from '../../test/support/private-mariadb.mjs';
import { compare, limited } from '../support/compare.js';
import { installedMegabytes, ownDependencies } from '../support/installed-size.js';
import type { Lab } from '../support/lab.js';
import { inTurn } from '../support/rounds.js';
import type { Line, Row } from '../support/row.js';
import { startService } from '../support/service.js';
import { compileSkeleton, SKELETON_PACKAGES, startSkeleton } from '../support/skeleton.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the build reads. */
const SOURCES = 'package.json package-lock.json tsconfig.json build.mjs .swcrc src sandbox web openapi.json lint';
const GOAL = { ratio: 1.5, atMost: true };
/** They are short, and a busy machine shows in them most. */
const STARTS_A_ROUND = 3;
const FIRST_PAGE_S = 45;
const PANEL_KB = 230;

/** How soon it is there, and how much it is. */
export const startAndSize: Row = {
  id: 'P8',
  title: 'Start, installation, size',
  ceiling: 'a bare Nest + Fastify + TypeORM skeleton of one entity and one route',
  rest:
    'The start loads some 560 modules of its own, which lie in ten files, and looks at the database’s version; the installation brings what the panel is ' +
    'built and everything is tested with, of which the skeleton has next to nothing.',
  async measure(lab) {
    const databaseUrl = await lab.database();
    await (await startService(lab, databaseUrl)).stop(); // makes its tables
    const [skeleton, skeletonDatabase] = [compileSkeleton(lab), await lab.database()];
    const starts = await inTurn(
      {
        ours: async () => {
          const service = await startService(lab, databaseUrl);
          await service.stop();
          return service;
        },
        bare: () => startSkeleton(skeleton, skeletonDatabase),
      },
      lab.rounds * STARTS_A_ROUND,
    );
    const of = (leg: 'ours' | 'bare', key: 'readyAfter' | 'readyCpu') => starts[leg]!.map((start) => start[key]);
    const size = [installedMegabytes(ownDependencies()), installedMegabytes(SKELETON_PACKAGES)] as const;
    const [install, skeletonInstall] = [await freshClone(lab), installSkeleton(lab)];
    const lines: Line[] = [
      compare('start until it answers', of('ours', 'readyAfter'), of('bare', 'readyAfter'), 'ms', GOAL),
      compare('processor time of it', of('ours', 'readyCpu'), of('bare', 'readyCpu'), 's', GOAL),
      limited('a fresh clone to its first page (`npm ci && npm start`), once', [install.shown], 's', FIRST_PAGE_S),
      compare('of it `npm ci`; the skeleton is compiled, too', [install.installed], [skeletonInstall], 's'),
      compare('`node_modules` without what is only for development', [size[0]], [size[1]], 'MB'),
      limited('panel: scripts of its first page, gzip', [firstScripts()], 'kB', PANEL_KB),
    ];
    return { lines, notes: [] };
  },
};

/** Kilobytes. */
function firstScripts(): number {
  const web = join(ROOT, 'dist', 'web');
  const page = readFileSync(join(web, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map(([, file]) => file!);
  const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(web, file))).length, 0);
  return bytes / 1024;
}

/** Seconds, in a copy. */
async function freshClone(lab: Lab): Promise<{ installed: number; shown: number }> {
  const directory = lab.directory();
  for (const name of SOURCES.split(' ')) cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  const startedAt = performance.now();
  const installed = timed(directory, ['npm ci --no-audit --no-fund']);
  const port = String(await freePort());
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, HOST: '127.0.0.1', PORT: port };
  // A group of its own, since what npm starts is not ended with it.
  const npm = spawn('npm', ['start'], { cwd: directory, env, stdio: 'ignore', detached: true });
  const ended = once(npm, 'exit');
  lab.atEnd(async () => {
    if (npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid!, 'SIGTERM');
    await ended;
  });
  for (;;) {
    const page = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await page?.text();
    if (page?.status === 200) break;
    if (npm.exitCode !== null) throw new Error(`npm start ended with ${npm.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { installed, shown: (performance.now() - startedAt) / 1_000 };
}

function installSkeleton(lab: Lab): number {
  const directory = lab.directory();
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const versions = (names: string[], of: Record<string, string>) =>
    Object.fromEntries(names.map((name) => [name, of[name]!]));
  const dependencies = versions(SKELETON_PACKAGES, own.dependencies);
  const devDependencies = versions(['@nestjs/cli', '@types/node', 'typescript'], own.devDependencies);
  const content = { name: 'skeleton', version: '1.0.0', private: true, type: 'module', dependencies, devDependencies };
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ ...content, overrides: own.overrides }));
  cpSync(join(ROOT, 'bench', 'ceilings', 'skeleton.ts'), join(directory, 'skeleton.ts'));
  execFileSync('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd: directory, stdio: 'pipe' });
  const compile =
    'npx tsc --target es2022 --module nodenext --experimentalDecorators --emitDecoratorMetadata --skipLibCheck ' +
    '--strictPropertyInitialization false --types node skeleton.ts';
  return timed(directory, ['npm ci --no-audit --no-fund', compile]);
}

function timed(directory: string, commands: string[]): number {
  const startedAt = performance.now();
  for (const command of commands) execFileSync('sh', ['-c', command], { cwd: directory, stdio: 'pipe' });
  return (performance.now() - startedAt) / 1_000;
}
