import { STATUS_DIRECTORY } from '../order-statuses/order-status.entity.js';
import { AppliedLimit } from './applied-limit.entity.js';
import { ChangedLimits } from './changed-limits.job.js';
import { RenewedDeadlines } from './renewed-deadlines.service.js';

const NOW = new Date('2026-11-24T00:00:00Z');
const ORDER_MS = 50;

/** The job over statuses with so many items each, an order an item; every order takes its time. */
function jobOver(itemsOf: Record<number, number>) {
  let ms = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => ms);
  const applied = new Map<string, AppliedLimit>();
  const renewed: number[] = [];
  const statuses = Object.keys(itemsOf).map((id) => ({
    id: Number(id),
    leaveMinutes: 60,
    leaveWarnMinutes: null,
    version: 1,
  }));
  const directory = new Map(statuses.map((status) => [status.id, status]));
  const find = async (
    entity: unknown,
    options?: { where: { statusId: number; id: { value: number } }; take: number },
  ) => {
    if (entity === AppliedLimit) return [...applied.values()];
    const { statusId, id } = options!.where;
    const rows = Array.from({ length: itemsOf[statusId]! }, (_, index) => ({
      id: statusId * 10_000 + index,
      orderId: statusId * 10_000 + index,
      createdAt: NOW,
    }));
    return rows.filter((row) => row.id > id.value).slice(0, options!.take);
  };
  const upsert = async (_: unknown, row: AppliedLimit) => applied.set(row.scope, row);
  const tx = { manager: { upsert } };
  const transactions = {
    read: (look: (manager: object) => unknown) => look({ find }),
    run: async (work: (given: object) => unknown) => work(tx),
  };
  const snapshot = { get: (part: unknown) => (part === STATUS_DIRECTORY ? directory : new Map()) };
  const configuration = { refresh: async () => snapshot, of: async () => snapshot };
  const orders = {
    lockAll: async (_: unknown, [id]: number[]) => {
      ms += ORDER_MS;
      renewed.push(id!);
      return [];
    },
  };
  let now = NOW;
  const clock = { now: () => now };
  const pass = (some: number) => (now = new Date(now.getTime() + some));
  const service = new RenewedDeadlines(
    transactions as never,
    configuration as never,
    {} as never,
    orders as never,
    clock as never,
  );
  const limits = { all: () => [] };
  const job = new ChangedLimits(
    transactions as never,
    configuration as never,
    limits as never,
    service,
    clock as never,
  );
  const timed = async () => {
    const before = ms;
    await job.run();
    return ms - before;
  };
  const change = (leaveMinutes: number | null) => {
    Object.assign(statuses[0]!, { leaveMinutes });
    statuses[0]!.version += 1;
  };
  return { timed, applied, renewed, change, pass };
}

describe('ChangedLimits', () => {
  afterEach(() => jest.restoreAllMocks());

  it('ends a run in time however many items there are, and goes on in the next', async () => {
    const { timed, applied, renewed } = jobOver({ 1: 1_500 });
    expect(await timed()).toBeLessThan(30_000);
    expect(renewed.length).toBeLessThan(1_500);
    for (let runs = 1; !applied.get('status:1')?.applied && runs < 10; runs++)
      expect(await timed()).toBeLessThan(30_000);
    expect(applied.get('status:1')).toMatchObject({ isSettled: false });
    expect([renewed.length, new Set(renewed).size]).toEqual([1_500, 1_500]);
  });

  it('does not keep the few items of a status waiting for the many of another', async () => {
    const { timed, applied } = jobOver({ 1: 1_500, 2: 3 });
    await timed();
    expect([...applied.values()].filter((row) => row.applied).map(({ scope }) => scope)).toEqual(['status:2']);
  });

  it('begins anew with a limit that was changed once more meanwhile', async () => {
    const { timed, applied, renewed, change } = jobOver({ 1: 400 });
    await timed();
    change(90);
    while (!applied.get('status:1')?.applied) await timed();
    expect(renewed.filter((id) => id === 10_000)).toHaveLength(2);
    expect(renewed.filter((id) => id === 10_399)).toHaveLength(1);
  });

  it.each([60, null])('leaves nothing reckoned by a limit that was taken back half way to %s', async (minutes) => {
    const { timed, applied, renewed, change, pass } = jobOver({ 1: 400 });
    change(minutes);
    for (let runs = 0; runs < 5; runs++) {
      pass(60_000);
      await timed();
    }
    change(90);
    await timed();
    expect(applied.get('status:1')?.isSettled).toBe(false);
    renewed.length = 0;
    change(minutes);
    for (let runs = 0; runs < 5; runs++) {
      pass(60_000);
      await timed();
    }
    expect(renewed).toContain(10_000);
  });
});
