import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { AppConfig } from '../../platform/config/app-config.js';
import { Clock } from '../../platform/clock.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import type { Transactions } from '../../platform/transactions/transactions.service.js';
import { MarketplaceConnection } from './marketplace-connection.entity.js';
import { OrderLink } from './order-link.entity.js';
import { OrderLinksService } from './order-links.service.js';

class StoppedClock extends Clock {
  now = () => new Date('2026-11-24T09:00:00Z');
}

describe('finding the connection behind an order link', () => {
  let connection: Partial<MarketplaceConnection> | null;
  let reads: number;
  let beforeAnswer: () => void;
  let links: OrderLinksService;
  beforeEach(() => {
    connection = { id: 7, marketplace: 'gettzap', regionId: 1, isActive: true, deletedAt: null };
    reads = 0;
    beforeAnswer = () => undefined;
    const manager = {
      findBy: async (entity: unknown) =>
        entity === OrderLink
          ? [{ connectionId: 7, secretHash: sha256('secret'), validUntil: null }]
          : connection
            ? [connection]
            : [],
    } as unknown as EntityManager;
    const transactions = {
      read: async (work: (manager: EntityManager) => Promise<unknown>) => {
        reads++;
        const answer = await work(manager);
        beforeAnswer();
        return answer;
      },
    } as unknown as Transactions;
    const box = new SecretBox([randomBytes(32)]);
    links = new OrderLinksService(transactions, box, new StoppedClock(), {} as AppConfig);
  });

  it('does not ask the database for every message', async () => {
    expect(await links.find('secret')).toMatchObject({ connectionId: 7, isActive: true });
    expect(await links.find('secret')).toMatchObject({ connectionId: 7 });
    expect(reads).toBe(1);
  });

  it('asks once for all that come at the same time, known or not', async () => {
    const found = await Promise.all(['a stranger', 'secret', 'another'].map((secret) => links.find(secret)));
    expect(found.map((each) => each?.connectionId)).toEqual([undefined, 7, undefined]);
    expect(reads).toBe(1);
  });

  it('asks again after a change', async () => {
    await links.find('secret');
    connection = null;
    links.forget();
    expect(await links.find('secret')).toBeUndefined();
  });

  it('does not remember what it was reading while the connection changed', async () => {
    beforeAnswer = () => {
      connection = null;
      links.forget();
    };
    await links.find('secret');
    expect(await links.find('secret')).toBeUndefined();
  });
});
