import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDatabase, TestDatabase } from './engine.js';
import { freePort } from './private-mariadb.mjs';
import { Program } from './program.js';

/** A program that does not end by itself is ended then, and has no exit code. */
const HANGS_AFTER_MS = 60_000;

const DIST = join(__dirname, '..', '..', 'dist');

/** The line by which a start tells the first administrator's sign-in. */
const PASSWORD_LINE = /administrator +(\S+@\S+) +(\S+)\s/;

/** The built programs of `dist` on a database of each test's own; what a test started has ended after it. */
export class Programs {
  database!: TestDatabase;
  env!: Record<string, string>;
  private readonly started: Program[] = [];

  /** To be called in a `describe`. */
  static forEachTest(): Programs {
    const programs = new Programs();
    beforeEach(async () => {
      const database = await createDatabase();
      programs.database = database;
      programs.env = { ...database.env, MIGRATE_ON_START: 'true', PORT: String(await freePort()) };
    });
    afterEach(async () => {
      await Promise.all(programs.started.splice(0).map((program) => program.kill('SIGKILL')));
      await programs.database.drop();
    });
    return programs;
  }

  /** Starts the service and waits until it is ready. */
  async start(change: Record<string, string> = {}): Promise<Program> {
    return this.willEnd(await Program.start({ ...this.env, ...change }));
  }

  willEnd(program: Program): Program {
    this.started.push(program);
    return program;
  }

  /** Runs another one of the programs to its end. */
  run(name: string, args: string[] = [], env = this.env, input = '') {
    return this.node([join(DIST, `${name}.js`), ...args], env, input);
  }

  /** As `run`, where a directory's `.env` file is. */
  runIn(directory: string, name: string, env: Record<string, string>) {
    return this.node([join(DIST, `${name}.js`)], env, '', directory);
  }

  /** Runs a command of the console that cannot be built: its only part throws when the database is connected. */
  runUnbuildable() {
    const built = (file: string) => JSON.stringify(pathToFileURL(join(DIST, file)).href);
    const script = `
      import { runCommand } from ${built('command-line.js')};
      import { Transactions } from ${built('platform/transactions/transactions.service.js')};
      const useFactory = () => { throw new Error('The part cannot be built.'); };
      await runCommand([{ provide: 'part', inject: [Transactions], useFactory }], async () => undefined);`;
    return this.node(['--input-type=module', '--eval', script], this.env);
  }

  private node(args: string[], env: Record<string, string>, input = '', cwd?: string) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd,
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
      input,
      timeout: HANGS_AFTER_MS,
    });
    return { status, stdout, stderr };
  }

  /** What a service says that ends by itself; `administrator` is the line with the first one's password. */
  async refusal(
    change: Record<string, string>,
  ): Promise<{ code: number | null; lines: string[]; administrator?: string }> {
    const program = this.willEnd(Program.spawn({ ...this.env, LOG_LEVEL: 'fatal', ...change }));
    const code = await program.exited;
    const all = program.output.join('').trim().split('\n');
    const isAdministrator = (line: string) => line.startsWith('administrator');
    return { code, lines: all.filter((line) => !isAdministrator(line)), administrator: all.find(isAdministrator) };
  }
}

/** E-mail and password that a start printed, or nothing. */
export function printedSignIn(text: string): [string, string] | undefined {
  const match = PASSWORD_LINE.exec(text);
  return match ? [match[1]!, match[2]!] : undefined;
}
