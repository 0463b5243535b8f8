import type { Figures } from '../world/trial.js';
import { checkInbox } from './inbox.js';
import { checkLedger } from './ledger.js';
import { checkCauses } from './causes.js';
import { checkExchanges } from './exchanges.js';
import { checkPushed } from './pushed.js';
import { checkProcesses } from './processes.js';
import { checkSecrets } from './secrets.js';
import type { Observed } from './observed.js';

/** I1 to I8, one line for each breach. */
export async function breaches(world: Observed): Promise<string[]> {
  return [
    ...(await checkInbox(world)),
    ...(await checkCauses(world)),
    ...(await checkLedger(world)),
    ...(await checkSecrets(world)),
    ...checkProcesses(world),
    ...(await checkExchanges(world)),
    ...(await checkPushed(world)),
  ];
}

export function memoryFigure(worlds: Observed[]): Figures {
  const peak = Math.max(0, ...worlds.flatMap(({ replicas }) => replicas.map(({ peakMemoryMb }) => peakMemoryMb)));
  return peak > 0 ? { 'memory MB': peak } : {};
}
