import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { compare } from '../support/compare.js';
import { installedMegabytes, ownDependencies } from '../support/installed-size.js';
import type { Lab } from '../support/lab.js';
import { inTurn } from '../support/rounds.js';
import type { Line, Row } from '../support/row.js';
import { startService } from '../support/service.js';
import { compileSkeleton, SKELETON_PACKAGES, startSkeleton } from '../support/skeleton.js';
import { figure } from '../support/statistics.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the build reads. */
const SOURCES = 'package.json package-lock.json tsconfig.json build.mjs .swcrc src sandbox web openapi.json';
const GOAL = { ratio: 1.5, atMost: true };

/** How soon it is there, and how much it is. */
export const startAndSize: Row = {
  id: 'P8',
  title: 'Start, installation, size',
  ceiling: 'a bare Nest + Fastify + TypeORM skeleton of one entity and one route',
  rest:
    'The start loads some 300 modules of its own and looks at the database’s version; the installation brings what the panel is ' +
    'built with, which the skeleton has none of.',
  async measure(lab) {
    const databaseUrl = await lab.database();
    await (await startService(lab, databaseUrl)).stop(); // makes its tables
    const [skeleton, skeletonDatabase] = [compileSkeleton(lab), await lab.database()];
    const starts = await inTurn(
      {
        ours: async () => {
          const service = await startService(lab, databaseUrl);
          await service.stop();
          return service.readyAfter;
        },
        bare: () => startSkeleton(skeleton, skeletonDatabase),
      },
      lab.rounds,
    );
    const size = [installedMegabytes(ownDependencies()), installedMegabytes(SKELETON_PACKAGES)] as const;
    const install = [installAndBuild(lab), installSkeleton(lab)] as const;
    const lines: Line[] = [
      compare('start until it answers', starts.ours!, starts.bare!, 'ms', GOAL),
      compare('`npm ci` and build, once', [install[0]], [install[1]], 's', GOAL),
      compare('`node_modules` without what is only for development', [size[0]], [size[1]], 'MB', GOAL),
      { what: 'panel: scripts of its first page, gzip', ours: firstScripts(), ceiling: '', ratio: '', goal: '' },
    ];
    return { lines, notes: [] };
  },
};

function firstScripts(): string {
  const web = join(ROOT, 'dist', 'web');
  const page = readFileSync(join(web, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map(([, file]) => file!);
  const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(web, file))).length, 0);
  return `${figure(bytes / 1024)} kB`;
}

/** Seconds, in a copy. */
function installAndBuild(lab: Lab): number {
  const directory = lab.directory();
  for (const name of SOURCES.split(' ')) cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  return timed(directory, ['npm ci --no-audit --no-fund', 'npm run build']);
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
