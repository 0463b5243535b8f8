import { Injectable } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test, TestingModule } from '@nestjs/testing';
import type { EntityManager } from 'typeorm';
import { DomainEventBus, OnDomainEvent, Transaction } from './transaction.js';

class ThingHappened {
  constructor(readonly thingId: number) {}
}

class NobodyCares {}

class ThingHappenedTwice extends ThingHappened {}

const steps: string[] = [];

@Injectable()
class SlowListener {
  private readonly name = 'slow';

  @OnDomainEvent(ThingHappened)
  async onThing({ thingId }: ThingHappened, tx: Transaction): Promise<void> {
    steps.push(`${this.name} begins with ${thingId}`);
    await new Promise(setImmediate);
    if (thingId < 0) throw new Error('the slow one refuses');
    tx.afterCommit(() => void steps.push('after the commit'));
    steps.push(`${this.name} ends`);
  }

  notMarked(): void {
    steps.push('not marked');
  }
}

@Injectable()
class QuickListener {
  @OnDomainEvent(ThingHappened)
  async onThing(_event: ThingHappened, tx: Transaction): Promise<void> {
    steps.push(`quick in ${String(tx.manager)}`);
  }
}

describe('domain events', () => {
  let module: TestingModule;
  let tx: Transaction;
  beforeEach(async () => {
    steps.length = 0;
    module = await Test.createTestingModule({
      imports: [DiscoveryModule],
      providers: [DomainEventBus, SlowListener, QuickListener],
    }).compile();
    await module.init();
    const manager = { toString: () => 'the publisher’s transaction' } as unknown as EntityManager;
    tx = new Transaction(manager, module.get(DomainEventBus));
  });
  afterEach(() => module.close());

  it('reach every handler, one after the other, before the publisher goes on', async () => {
    await tx.publish(new ThingHappened(7));
    steps.push('the publisher goes on');
    expect(steps).toEqual([
      'slow begins with 7',
      'slow ends',
      'quick in the publisher’s transaction',
      'the publisher goes on',
    ]);
  });

  it('stop at a handler that throws, and its error is the publisher’s', async () => {
    await expect(tx.publish(new ThingHappened(-1))).rejects.toThrow('the slow one refuses');
    expect(steps).toEqual(['slow begins with -1']);
  });

  it('leave what a handler wants done after the commit to the transaction', async () => {
    await tx.publish(new ThingHappened(7));
    expect(steps).not.toContain('after the commit');
    for (const followUp of tx.afterCommitHooks) await followUp();
    expect(steps.at(-1)).toBe('after the commit');
  });

  it('that nobody handles are no error', async () => {
    await expect(tx.publish(new NobodyCares())).resolves.toBeUndefined();
    expect(steps).toEqual([]);
  });

  it('are told apart by their very class', async () => {
    await tx.publish(new ThingHappenedTwice(7));
    expect(steps).toEqual([]);
  });
});
