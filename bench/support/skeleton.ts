import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { freePort } from '../../test/support/private-mariadb.mjs';
import { killAtExit } from '../../test/support/leftovers.mjs';
import type { Lab } from './lab.js';
import { cpuSeconds } from './process-figures.js';
import type { Service } from './service.js';

/** What a service with these libraries cannot do without. */
export const SKELETON_PACKAGES = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-fastify',
  '@nestjs/typeorm',
  'class-transformer',
  'class-validator',
  'mysql2',
  'reflect-metadata',
  'rxjs',
  'typeorm',
];

const SOURCE = new URL('../ceilings/skeleton.ts', import.meta.url);

/** Compiled once, so that its start is that of plain JavaScript, as the service's is. */
export function compileSkeleton(lab: Lab): string {
  const directory = fileURLToPath(new URL('../../node_modules/.cache/partsdesk-bench/', import.meta.url));
  mkdirSync(directory, { recursive: true });
  lab.atEnd(async () => rmSync(directory, { recursive: true }));
  const { outputText } = ts.transpileModule(readFileSync(SOURCE, 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  });
  const file = join(directory, 'skeleton.mjs');
  writeFileSync(file, outputText);
  return file;
}

/** Starts it until it answers, and ends it. */
export async function startSkeleton(
  file: string,
  databaseUrl: string,
): Promise<Pick<Service, 'readyAfter' | 'readyCpu'>> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [file, databaseUrl, String(port)], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  killAtExit(child);
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await answer?.text();
    if (answer?.status === 200) break;
    if (child.exitCode !== null) throw new Error(`The skeleton ended with ${child.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const took = { readyAfter: performance.now() - startedAt, readyCpu: cpuSeconds(child.pid!) };
  child.kill('SIGKILL');
  return took;
}
