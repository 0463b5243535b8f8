import assert from 'node:assert/strict';
import { startGalera } from '../world/galera.js';
import { memoryOf } from '../world/replica.js';
import type { Figures, Trial, TrialRun } from '../world/trial.js';
import { pause } from '../world/waiting.js';
import sameOrder from './01-same-order-in-parallel.js';
import decisionRaces from './10-decision-races.js';
import randomFaults from './13-random-faults.js';
import startingTogether from './19-starting-together.js';

const KILLED_AFTER_MS = 2_000;
/** Some 400 are usual; a node that never ends clearing up behind transactions takes as much more in seconds. */
const NODE_LIMIT_MB = 1_000;

const trial: Trial = {
  number: 21,
  name: 'galera',
  does: 'Trials 19, 1, 10 and 13 are made on a Galera cluster of three nodes with a replica at each; in the last one a node is killed in the middle.',
  holds: 'What must hold in each of them; no node’s memory grows.',
  databases: ['mariadb'],
  databaseName: 'galera',
  limitMinutes: 20,
  async run(run) {
    const nodes = await startGalera();
    run.atEnd(async () => void (await Promise.all(nodes.map((node) => node.stop()))));
    const ports = nodes.map(({ port }) => port);
    const onCluster: TrialRun = {
      ...run,
      open: (options) => run.open({ ...options, replicas: nodes.length, ports }),
    };
    const figures: Figures = { nodes: nodes.length };
    for (const each of [startingTogether, sameOrder, decisionRaces]) {
      await each.run(onCluster);
      figures[each.name] = 'held';
    }
    let killing = Promise.resolve();
    const withOneKilled: TrialRun = {
      ...onCluster,
      open: async (options) => {
        const world = await onCluster.open(options);
        killing = pause(KILLED_AFTER_MS).then(() => nodes.at(-1)!.kill());
        return world;
      },
    };
    const last = await randomFaults.run(withOneKilled);
    await killing;
    const memory = Math.max(...nodes.map(({ pid }) => memoryOf(pid)));
    assert.ok(memory < NODE_LIMIT_MB, `a node took ${memory} MB`);
    return {
      ...figures,
      [randomFaults.name]: 'held',
      'nodes killed': 1,
      'a node’s memory, MB': memory,
      notifications: last['notifications']!,
      requests: last['requests']!,
    };
  },
};
export default trial;
