import { OutboxWorker } from './outbox-worker.service.js';
import type { FinishedAttempt } from './finished-attempt.js';

const ENDPOINTS = 10;

/** Claims give as many messages as are asked for, each arrives in a moment, and outcomes are recorded when the test says so. */
function sendingAtOnce() {
  let [claimed, sent, taken] = [0, 0, 0];
  /** At each claim: how many outcomes waited for their record. */
  const waitingAtClaims: number[] = [];
  const claimedAt = new Set<number>();
  const records: Array<() => void> = [];
  const claims = {
    claim: async (endpointId: number, limit: number) => {
      waitingAtClaims.push(sent - taken);
      claimedAt.add(endpointId);
      return Array.from({ length: limit }, () => ({ id: (claimed += 1), endpointId, channel: 'webhook', attempts: 1 }));
    },
  };
  const recorder = {
    record: (attempts: FinishedAttempt[]) => {
      taken += attempts.length;
      const notify = new Set(attempts.map(({ message }) => message.endpointId));
      return new Promise((resolve) => records.push(() => resolve({ lost: [], next: [], notify })));
    },
  };
  const send = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    sent += 1;
    return { class: 'delivered' };
  };
  const worker = new OutboxWorker(
    { read: async () => ({ channel: 'webhook', key: '1' }) } as never,
    claims as never,
    { isSerial: () => false, get: () => ({ open: async () => send }) } as never,
    { now: () => new Date() } as never,
    {} as never,
    recorder as never,
    {} as never,
  );
  return { worker, waitingAtClaims, claimedAt, records, waiting: () => sent - taken };
}

describe('the worker of the outbox', () => {
  it('claims no more while outcomes wait to be recorded, whose claims would run out, and goes on once they are', async () => {
    const { worker, waitingAtClaims, records } = sendingAtOnce();
    for (let endpointId = 1; endpointId <= ENDPOINTS; endpointId += 1) worker.notify(endpointId);
    while (waitingAtClaims.length < 3 * ENDPOINTS) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      records.shift()?.();
    }
    const later = waitingAtClaims.slice(ENDPOINTS);
    expect(later.filter((waiting) => waiting >= 200)).toEqual([]);
  });

  it('keeps no endpoint waiting for ever of which nothing is under way, while others go on', async () => {
    const { worker, claimedAt, records, waiting } = sendingAtOnce();
    for (let endpointId = 1; endpointId <= ENDPOINTS; endpointId += 1) worker.notify(endpointId);
    const oneMore = ENDPOINTS + 1;
    while (waiting() < 200) await new Promise((resolve) => setTimeout(resolve, 5));
    worker.notify(oneMore);
    await new Promise((resolve) => setImmediate(resolve));
    expect(claimedAt).not.toContain(oneMore);
    for (let recorded = 0; recorded < 20; recorded += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      records.shift()?.();
    }
    expect(claimedAt).toContain(oneMore);
  });
});
