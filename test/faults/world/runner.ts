import { setMaxListeners } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { PrivateMariadb, startPrivateMariadb } from '../../support/private-mariadb.mjs';
import { breaches, memoryFigure } from '../invariants/check.js';
import { onEnd } from '../../support/leftovers.mjs';
import type { DatabaseKind } from './database.js';
import { Random } from './random.js';
import type { Outcome } from './report.js';
import { Figures, NotHere, Trial, TrialRun } from './trial.js';
import { World } from './world.js';

const LIMIT_MINUTES = 6;

/** Makes one trial after the other, on one MariaDB server that lives as long as the run. */
export class Runner {
  private server: PrivateMariadb | undefined;
  mariadbVersion = '';

  constructor(
    private readonly seed: number,
    private readonly isShort: boolean,
  ) {}

  async run(trial: Trial, database: DatabaseKind): Promise<Outcome> {
    const startedAt = performance.now();
    const giveUp = new AbortController();
    // All who wait in a trial wait for its end, too.
    setMaxListeners(0, giveUp.signal);
    const { limitMinutes = LIMIT_MINUTES } = trial;
    const timer = setTimeout(
      () => giveUp.abort(new Error(`It was not over after ${limitMinutes} minutes.`)),
      limitMinutes * 60_000,
    );
    const worlds: World[] = [];
    const undoes: Array<() => Promise<void>> = [];
    const troubles: string[] = [];
    let figures: Figures = {};
    let result: Outcome['result'] = 'held';
    try {
      figures = await trial.run(this.given(database, worlds, undoes, giveUp.signal));
      for (const world of worlds) troubles.push(...(await breaches(world)));
    } catch (error) {
      if (error instanceof NotHere) result = 'not here';
      const { message, stack, cause } = error as Error;
      troubles.push(message || String(stack));
      // What was asserted in a property is the cause of what is thrown for it.
      if (cause instanceof Error) troubles.push(String(cause.stack));
    }
    clearTimeout(timer);
    giveUp.abort(new Error('The trial is over.'));
    if (troubles.length > 0 && result === 'held') {
      result = 'FAILED';
      troubles.push(...keepLogs(trial, worlds));
    }
    figures = { ...figures, ...memoryFigure(worlds), s: Math.round((performance.now() - startedAt) / 1_000) };
    for (const world of worlds) {
      await world.close().catch((error: Error) => troubles.push(`Could not be closed: ${error.message}`));
    }
    for (const undo of undoes) await undo();
    const { number, name, databaseName = database } = trial;
    return { number, name, database: databaseName, result, figures, troubles };
  }

  private given(
    database: DatabaseKind,
    worlds: World[],
    undoes: Array<() => Promise<void>>,
    signal: AbortSignal,
  ): TrialRun {
    const random = new Random(this.seed);
    const mariadb = () => this.mariadb();
    return {
      database,
      random,
      signal,
      mariadb,
      atEnd: (undo) => void undoes.push(undo),
      count: (full, short) => (this.isShort ? short : full),
      open: async (options = {}) => {
        const port = database === 'mariadb' && !options.ports ? (await mariadb()).port : 0;
        const world = await World.open(database, port, options, random, signal);
        worlds.push(world);
        return world;
      },
    };
  }

  private async mariadb(): Promise<PrivateMariadb> {
    if (!this.server) {
      this.server = await startPrivateMariadb();
      const { stop, port } = this.server;
      onEnd(stop);
      const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' });
      const [rows] = await connection.query('SELECT VERSION() AS version');
      this.mariadbVersion = /^[\d.]+/.exec((rows as Array<{ version: string }>)[0]!.version)![0];
      await connection.end();
    }
    return this.server;
  }
}

function keepLogs({ name }: Trial, worlds: World[]): string[] {
  const dir = mkdtempSync(join(tmpdir(), `partsdesk-trial-${name}-`));
  return worlds.flatMap(({ replicas }, world) =>
    replicas.map(({ output }, replica) => {
      const file = join(dir, `world-${world + 1}-replica-${replica + 1}.log`);
      writeFileSync(file, output.join(''));
      return `log: ${file}`;
    }),
  );
}
