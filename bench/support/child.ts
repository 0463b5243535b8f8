import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { killAtExit } from '../../test/support/leftovers.mjs';

interface Question {
  id: number;
  ask: string;
  argument?: unknown;
}

/** A script of the benchmark as a process of its own, so that it takes no time from those that are measured. */
export class Child {
  private nextId = 1;

  private constructor(
    private readonly process: ChildProcess,
    /** What it told of itself when it was ready. */
    readonly told: Record<string, string>,
  ) {}

  /** @param script path below `bench/`, e.g. `sink.ts` */
  static async start(script: string, args: string[] = []): Promise<Child> {
    const child = fork(fileURLToPath(new URL(`../${script}`, import.meta.url)), args);
    killAtExit(child);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${script} ended with ${code} before it was ready.`);
    });
    const [ready] = await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
    return new Child(child, ready as Record<string, string>);
  }

  get pid(): number {
    return this.process.pid!;
  }

  async ask<T>(ask: string, argument?: unknown): Promise<T> {
    const id = this.nextId++;
    const answered = new Promise<T>((resolve, reject) => {
      const listen = (message: { id: number; answer: T; failed?: string }) => {
        if (message.id !== id) return;
        this.process.off('message', listen);
        if (message.failed) reject(new Error(message.failed));
        else resolve(message.answer);
      };
      this.process.on('message', listen);
    });
    this.process.send({ id, ask, argument } satisfies Question);
    return answered;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }
}

// Each question is answered by the script that knows it.
// oxlint-disable-next-line typescript/no-explicit-any -- arguments and answers have every shape
type Answers = Record<string, (argument: any) => unknown>;

/** Called in the child: it is ready, and answers questions from now on. */
export function tellParent(told: Record<string, string>, answers: Answers = {}): void {
  process.on('message', ({ id, ask, argument }: Question) => {
    const answering = Promise.resolve().then(() => answers[ask]!(argument));
    answering.then(
      (answer) => process.send!({ id, answer }),
      (error: Error) => process.send!({ id, failed: error.stack }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send!(told);
}
