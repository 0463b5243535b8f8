import { startGalera } from '../world/galera.js';
import type { Figures, Trial, TrialRun } from '../world/trial.js';
import { pause } from '../world/waiting.js';
import sameOrder from './01-same-order-in-parallel.js';
import decisionRaces from './10-decision-races.js';
import randomFaults from './13-random-faults.js';
import startingTogether from './19-starting-together.js';

const KILLED_AFTER_MS = 2_000;

const trial: Trial = {
  number: 21,
  name: 'galera',
  does: 'Trials 19, 1, 10 and 13 are made on a Galera cluster of three nodes with a replica at each; in the last one a node is killed in the middle.',
  holds: 'What must hold in each of them.',
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
    return {
      ...figures,
      [randomFaults.name]: 'held',
      'nodes killed': 1,
      notifications: last['notifications']!,
      requests: last['requests']!,
    };
  },
};
export default trial;
