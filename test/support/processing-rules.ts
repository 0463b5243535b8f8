import { SchedulerRegistry } from '@nestjs/schedule';
import { runJob } from './jobs.js';
import type { Shop } from './shop.js';

const JOB = 'processing-rules';

let rules = 0;

/** Makes a rule of the shop's connection; from then on rules judge only when the test says so. @returns its id */
export async function addRule(shop: Shop, rule: object, mode: 'off' | 'shadow' | 'on' = 'shadow'): Promise<string> {
  const input = {
    connectionId: shop.connectionId,
    name: `Правило ${++rules}`,
    conditions: {},
    action: { kind: 'leave' },
    ...rule,
  };
  const timers = shop.app.get(SchedulerRegistry);
  if (timers.doesExist('interval', JOB)) timers.deleteInterval(JOB);
  const { status, body } = await shop.admin.post('/processing-rules', input);
  if (status !== 201) throw new Error(JSON.stringify(body));
  if (mode !== 'shadow') await shop.admin.patch(`/processing-rules/${body.id}`, { mode });
  return body.id;
}

/** The job that has rules judge. */
export function ruleOf(shop: Shop): { run(): Promise<void> } {
  return { run: () => runJob(shop, JOB) };
}

/** Receives an order and has the rules judge it. @returns its detail after it */
export async function judged(shop: Shop, id: string, positions?: object[], change: object = {}) {
  const received = await shop.receive(id, 1, { ...(positions && { positions }), ...change });
  await ruleOf(shop).run();
  return shop.externalOrder(received.id);
}
