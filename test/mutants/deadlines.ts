import { embedded, type Mutant, unit } from './mutant.js';

const WORKING_TIME = 'access/regions/working-time.ts';
const DEADLINE = 'access/regions/deadline.ts';
const STORE = 'orders/external-orders/external-order-store.service.ts';
const DECISIONS = 'orders/deadlines/decision-deadlines.job.ts';
const ITEMS = 'orders/deadlines/item-deadlines.job.ts';
const EACH = 'platform/transactions/each-by-itself.ts';

const deadlines = (name: string) => embedded('/deadlines.engines', name);

/** Rules of what is due, and of what the service does when nobody did it. */
export const DEADLINE_RULES: Mutant[] = [
  {
    rule: 'nobody works on a day off',
    file: WORKING_TIME,
    find: 'if (daysOff.has(date.toISOString().slice(0, 10))) return null;',
    replace: '',
    killedBy: unit('access/regions/working-time'),
  },
  {
    rule: 'a day whose clocks are changed has the hours that it has',
    file: WORKING_TIME,
    find: 'if (zoneOffset(end - SECOND_MS, timeZone) === offset) return end;',
    replace: 'if (end > start) return end;',
    killedBy: unit('access/regions/working-time'),
  },
  {
    rule: 'what a new limit makes late is not acted on',
    file: DEADLINE,
    find: 'at !== null && at > now',
    replace: 'at !== null',
    killedBy: unit('access/regions/deadline'),
  },
  {
    rule: 'an order that was decided has no deadline any more',
    file: STORE,
    find: 'if (!waitsForFirstDecision(order)) {\n      Object.assign',
    replace: "if (order.state === 'deleted') {\n      Object.assign",
    killedBy: deadlines('end with the decision'),
  },
  {
    rule: 'managers are told once',
    file: DECISIONS,
    find: 'decideNoticeAt: isOverdue ? null : decideBy }',
    replace: 'decideNoticeAt: decideBy }',
    killedBy: deadlines('of decisions are told of once'),
  },
  {
    rule: 'nothing is refused before its time is up',
    file: DECISIONS,
    find: 'isOverdue ? (this.limits',
    replace: 'decideBy ? (this.limits',
    killedBy: deadlines('have the service refuse'),
  },
  {
    rule: 'an order that fails keeps no other from its turn',
    file: EACH,
    find: 'if (postpone) await putOff((tx) => postpone(tx, id));',
    replace: 'throw error;',
    killedBy: deadlines('of an order that fails keep no other'),
  },
  {
    rule: 'nothing is refused by a limit that was taken away a moment ago',
    file: DECISIONS,
    find: 'if (order) await this.store.renewDeadline(tx, order);',
    replace: '',
    killedBy: deadlines('are not acted on by a limit that was taken away'),
  },
  {
    rule: 'an item that was moved before is not moved by its former deadline',
    file: ITEMS,
    find: 'leaveBy && leaveNoticeAt && leaveNoticeAt <= now',
    replace: 'leaveBy ?? now',
    killedBy: deadlines('have the service put them elsewhere'),
  },
];
