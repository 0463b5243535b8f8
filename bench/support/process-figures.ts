import { readFileSync } from 'node:fs';
import type { Lab } from './lab.js';

/** Clock ticks of `/proc` a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Processor time used so far, seconds; NaN where there is no `/proc`. */
export function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return NaN;
  }
}

/** Resident memory, MB; NaN where there is no `/proc`. */
function residentMegabytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))![1]) / 1024;
  } catch {
    return NaN;
  }
}

export interface CpuFigures {
  /** Cores that the service kept busy. */
  cores: number;
  /** Processor time of service and database together, seconds; hardly touched by what else the machine does. */
  cpu: number;
}

/** Does the work and answers with it what processor time the service and its database took for it. */
export async function withCpu<T>(lab: Lab, pid: number, work: () => Promise<T>): Promise<T & CpuFigures> {
  const used = () => [cpuSeconds(pid), cpuSeconds(lab.databasePid)] as const;
  const [before, startedAt] = [used(), performance.now()];
  const result = await work();
  const [service, database] = used().map((seconds, index) => seconds - before[index]!) as [number, number];
  return { ...result, cores: service / ((performance.now() - startedAt) / 1_000), cpu: service + database };
}

/** The most memory the process had while the work was done, MB, seen every 100 ms. */
export async function peakMegabytes(pid: number, work: () => Promise<unknown>): Promise<number> {
  let peak = residentMegabytes(pid);
  const timer = setInterval(() => (peak = Math.max(peak, residentMegabytes(pid))), 100);
  await work().finally(() => clearInterval(timer));
  return peak;
}

/** The same of the process and those that it has started, together. */
export async function familyPeakMegabytes(pid: number, work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const look = () => {
    const sum = [pid, ...childrenOf(pid)].reduce((total, each) => total + (residentMegabytes(each) || 0), 0);
    peak = Math.max(peak, sum);
  };
  const timer = setInterval(look, 100);
  await work().finally(() => clearInterval(timer));
  return peak;
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
