import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { freePort } from './private-mariadb.mjs';

const MAIN = join(__dirname, '..', '..', 'dist', 'main.js');

/** The built program as a process of its own. */
export class Program {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
    readonly output: string[],
    readonly exited: Promise<number | null>,
  ) {}

  /** Starts it on a free port (or `env.PORT`) and waits until it is ready. */
  static async start(env: Record<string, string>): Promise<Program> {
    const port = env.PORT ?? String(await freePort());
    const program = Program.spawn({ ...env, PORT: port });
    await program.untilReady();
    return program;
  }

  /** Starts it without waiting. */
  static spawn(env: Record<string, string>): Program {
    return Program.spawnBare({ HOST: '127.0.0.1', TRIAL: 'false', LOG_LEVEL: 'warn', ...env });
  }

  /** Starts it with these variables and no other ones. */
  static spawnBare(env: Record<string, string>): Program {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return new Program(child, `http://${env.HOST ?? '127.0.0.1'}:${env.PORT}`, output, exited);
  }

  get pid(): number {
    return this.process.pid!;
  }

  async untilReady(): Promise<void> {
    await eventually(async () => {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.status !== 200) throw new Error(`Not ready:\n${this.output.join('')}`);
    });
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.process.kill(signal);
    return this.exited;
  }
}
