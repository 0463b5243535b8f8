import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import type { Socket } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { programFile } from './program-file.js';

const SHELL = '/bin/sh';
const OWN_MAPPINGS = '/proc/self/maps';
const MAX_LAST_WORDS = 2_000;

interface ChildLimits {
  /** Above 0 = others go first. */
  niceness?: number;
  heapMb: number;
  /**
   * All memory that is written to, without what is laid aside for code; Node alone takes some 64. V8 lets a single large text grow past its heap's limit before it looks, and
   * the system would end what else runs in the container. Without such a shell only the heap is limited.
   */
  dataMb: number;
}

/**
 * Starts a program as a process of its own that is talked to by messages. Nothing of the environment is handed on, neither secrets nor
 * Node's options.
 * @param program see `programFile`
 * @throws Error when the system gives no process
 */
export function startChild(
  program: string,
  parameters: string[],
  { heapMb, dataMb, niceness = 0 }: ChildLimits,
): ChildProcess {
  const execArgv = [
    `--max-old-space-size=${heapMb}`,
    '--max-semi-space-size=8',
    '--v8-pool-size=1',
    '--disallow-code-generation-from-strings',
  ];
  const options: ForkOptions = { env: {}, execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] };
  if (existsSync(SHELL)) {
    options.execPath = SHELL;
    const dataKib = dataMb * 1_024 + writableCodeKib(ownMappings());
    const limited = `ulimit -c 0; ulimit -d ${dataKib}; exec "$@"`;
    options.execArgv = ['-c', limited, SHELL, process.execPath, ...execArgv];
  }
  const child = fork(programFile(program), parameters, options);
  if (niceness > 0 && child.pid !== undefined) beNice(child.pid, niceness);
  return child;
}

/**
 * How much V8 has laid aside for code in a way that the system counts as data, in KiB: from Node 24 on 512 MiB, of which hardly any is
 * used. A child has as much as this process. @param mappings as in `/proc/self/maps`
 */
export function writableCodeKib(mappings: string): number {
  let bytes = 0;
  for (const [, from, to] of mappings.matchAll(/^([\da-f]+)-([\da-f]+) rwxp /gm)) {
    bytes += parseInt(to!, 16) - parseInt(from!, 16);
  }
  return Math.ceil(bytes / 1_024);
}

function ownMappings(): string {
  return existsSync(OWN_MAPPINGS) ? readFileSync(OWN_MAPPINGS, 'latin1') : '';
}

/** Tells how a child ended, with the last that it said of itself; it does not keep the service alive. */
export function whenEnded(child: ChildProcess, tell: (how: string, signal: NodeJS.Signals | null) => void): void {
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-MAX_LAST_WORDS);
  });
  child.on('exit', (code, signal) =>
    tell(`it ended with ${signal ?? `code ${code}`}${lastWords && `: ${lastWords}`}`, signal),
  );
  child.unref();
  (child.stderr as Socket | null)?.unref();
}

function beNice(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // It has ended already, or the system does not let us.
  }
}
