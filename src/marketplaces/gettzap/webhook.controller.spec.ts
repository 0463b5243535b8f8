import { MessageIntake } from './webhook.controller.js';

const CONNECTION = {
  secretHash: 'hash',
  connectionId: 1,
  marketplace: 'gettzap' as const,
  regionId: 1,
  isActive: true,
  inbound: '',
};
const RAW = { body: Buffer.from('{}'), contentType: 'application/json', headers: {} };
const RECEIVED = { externalOrderId: 1, state: 'new', outcome: 'updated' };

/** An intake whose groups take this long and leave every message to be received alone. @returns how often each alone waits for a row */
async function waitsAfter(groupMs: number): Promise<unknown> {
  let now = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
  const asked: Array<{ waitsOnce?: boolean }> = [];
  const receiving = {
    receiveTogether: async () => ((now += groupMs), [undefined]),
    receive: async () => RECEIVED,
  };
  const tx = { afterCommit: () => undefined, insertMany: async () => undefined };
  const transactions = {
    run: async (work: (tx: object) => unknown, options: object) => (asked.push(options), work(tx)),
  };
  const parts = [
    transactions,
    receiving,
    { read: async () => ({ kind: 'order', externalId: 'GZ-1' }) },
    { receivingBy: () => ({ connectionId: 1, regionId: 1 }) },
    { isInForce: async () => true },
    { heed: () => undefined },
    { now: () => new Date(0) },
    { messages: { inc: () => undefined } },
  ] as unknown as ConstructorParameters<typeof MessageIntake>;
  await new MessageIntake(...parts).take(CONNECTION, RAW as never);
  clock.mockRestore();
  return asked.at(-1)?.waitsOnce;
}

describe('a message that its group left alone', () => {
  it('waits for a row as often as any other, when the group did not wait for one', async () => {
    expect(await waitsAfter(5)).toBe(false);
  });

  it('waits once more only, when the group has waited: its request ends within 5 s', async () => {
    expect(await waitsAfter(1_500)).toBe(true);
  });
});
