import { ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killAtExit, onEnd, refuseWhenEnding } from '../../support/leftovers.mjs';
import { freePort } from './database.js';
import { eventually } from './waiting.js';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'dist', 'main.js');
/** As in production. */
const HEAP_LIMIT = '--max-old-space-size=256';
const READY_WITHIN_MS = 60_000;
const SAMPLE_MS = 250;

/** The built program as a process of its own, which can be killed and started again on its port. */
export class Replica {
  private child: ChildProcess | undefined;
  private exited: Promise<number | null> = Promise.resolve(null);
  private expectsExit = false;
  private readonly sampling: NodeJS.Timeout;
  /** All that it wrote, of every life. */
  readonly output: string[] = [];
  /** Ends that nobody asked for. */
  readonly unexpectedEnds: string[] = [];
  /** The most memory that it was seen with, MB; 0 where the system does not tell. */
  peakMemoryMb = 0;
  starts = 0;

  private constructor(
    readonly port: number,
    private readonly env: Record<string, string>,
    private readonly signal: AbortSignal,
  ) {
    this.sampling = setInterval(() => this.sample(), SAMPLE_MS);
    this.sampling.unref();
    onEnd(() => this.kill());
  }

  static async make(env: Record<string, string>, signal: AbortSignal): Promise<Replica> {
    return new Replica(await freePort(), env, signal);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get isRunning(): boolean {
    return this.child !== undefined;
  }

  /** Starts the process without waiting until it is ready. @param change variables of this life alone */
  spawn(change: Record<string, string> = {}): void {
    refuseWhenEnding();
    const child = spawn(process.execPath, [HEAP_LIMIT, MAIN], {
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(this.port),
        TRIAL: 'false',
        LOG_LEVEL: 'info',
        ...this.env,
        ...change,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    killAtExit(child);
    this.starts += 1;
    this.expectsExit = false;
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => this.output.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => this.output.push(chunk.toString()));
    this.exited = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        if (!this.expectsExit) this.unexpectedEnds.push(`exit ${code ?? signal}`);
        this.child = undefined;
        resolve(code);
      }),
    );
  }

  async start(change: Record<string, string> = {}): Promise<void> {
    this.spawn(change);
    await this.untilReady();
  }

  async untilReady(withinMs = READY_WITHIN_MS): Promise<void> {
    await eventually(
      async () => {
        if (!this.child) throw new Error(`The program ended:\n${this.lastLines()}`);
        if ((await this.statusOf('/readyz')) !== 200) throw new Error(`Not ready:\n${this.lastLines()}`);
      },
      withinMs,
      this.signal,
    );
  }

  /** HTTP status; undefined when no answer came within 10 s. */
  async statusOf(path: string): Promise<number | undefined> {
    try {
      const answer = await fetch(this.url + path, { signal: AbortSignal.timeout(10_000) });
      await answer.text();
      return answer.status;
    } catch {
      return undefined;
    }
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    this.expectsExit = true;
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** Asks it to stop and answers its exit code. */
  async stop(): Promise<number | null> {
    this.expectsExit = true;
    this.child?.kill('SIGTERM');
    return this.exited;
  }

  /** Holds the process where it is, as a machine that is put to sleep would, until `thaw`. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  lastLines(count = 15): string {
    return this.output.join('').trimEnd().split('\n').slice(-count).join('\n');
  }

  dispose(): void {
    clearInterval(this.sampling);
  }

  /** What it takes now; 0 where the system does not tell, or it does not run. */
  get memoryMb(): number {
    return memoryOf(this.child?.pid);
  }

  /** Processor time of the thread that serves requests, in steps of 10 ms; 0 where the system does not tell. */
  get servingMs(): number {
    try {
      const { pid } = this.child!;
      const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return 0;
    }
  }

  private sample(): void {
    this.peakMemoryMb = Math.max(this.peakMemoryMb, this.memoryMb);
  }
}

/** What a process takes now, MB; 0 where the system does not tell, or it does not run. */
export function memoryOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? '0') / 1024);
  } catch {
    return 0;
  }
}
