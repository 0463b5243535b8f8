import type { Schemas } from '../api/client';

export type System = Schemas['SystemView'];

/** How a part of the service is; neutral = it is not used. */
export type Level = 'good' | 'warning' | 'bad' | 'neutral';

const SLOW_DATABASE_MS = 500;
const LATE_SECONDS = 60;
const STUCK_SECONDS = 600;
const WAITING_LONG_SECONDS = 30 * 60;

export function levelOfDatabase({ ok, latencyMs }: System['database']): Level {
  if (!ok) return 'bad';
  return latencyMs > SLOW_DATABASE_MS ? 'warning' : 'good';
}

export function levelOfDeliveries({ oldestDueSeconds, dead }: System['deliveries']): Level {
  const age = oldestDueSeconds ?? 0;
  if (age > STUCK_SECONDS) return 'bad';
  return age > LATE_SECONDS || dead > 0 ? 'warning' : 'good';
}

export function isQueueLate({ oldestDueSeconds }: System['deliveries']): boolean {
  return (oldestDueSeconds ?? 0) > LATE_SECONDS;
}

export function levelOfInbox({ oldestNewSeconds }: System['inbox']): Level {
  return (oldestNewSeconds ?? 0) > WAITING_LONG_SECONDS ? 'warning' : 'good';
}

export function levelOfEmail({ isConfigured, state, failuresInRow, lastSentAt }: System['email']): Level {
  if (!isConfigured || state === 'off') return 'neutral';
  if (state !== 'ok') return 'bad';
  if (failuresInRow > 0) return 'warning';
  return lastSentAt === null ? 'neutral' : 'good'; // what was never tried is not known to work
}

/** In trial mode the sandbox reaches the service anyhow. */
export function levelOfAddress({ publicReach }: System): Level | undefined {
  if (publicReach === 'sandbox') return undefined;
  return publicReach === 'public' ? 'good' : 'warning';
}

export function levelOfConnection({ waitsFor, ...receiver }: System['connections'][number]): Level {
  return waitsFor === null ? levelOfReceiver(receiver) : 'warning';
}

type Receiver = Pick<System['receivers'][number], 'state' | 'failuresInRow'>;

export function levelOfReceiver({ state, failuresInRow }: Receiver): Level {
  if (state === 'off') return 'neutral';
  if (state !== 'ok') return 'bad';
  return failuresInRow > 0 ? 'warning' : 'good';
}

export function levelOfJob({ outcome }: System['jobs'][number]): Level {
  return outcome === 'failed' ? 'warning' : 'good';
}

/** The worst of all. */
export function levelOf(system: System): Level {
  const level = worst([
    levelOfDatabase(system.database),
    system.scheduler.isAlive ? 'good' : 'bad',
    levelOfDeliveries(system.deliveries),
    levelOfInbox(system.inbox),
    levelOfEmail(system.email),
    levelOfAddress(system) ?? 'neutral',
    ...system.jobs.map(levelOfJob),
    ...system.connections.map(levelOfConnection),
    ...system.receivers.map(levelOfReceiver),
  ]);
  return level === 'neutral' ? 'good' : level;
}

/** neutral = none of them is used. */
export function worst(levels: Level[]): Level {
  return (['bad', 'warning', 'good'] as const).find((level) => levels.includes(level)) ?? 'neutral';
}
