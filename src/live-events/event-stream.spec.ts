import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Actor } from '../access/actor.js';
import { EventStream, mayHear } from './event-stream.js';
import { LiveEvent } from './live-event.entity.js';

const actor = (change: Partial<Actor> = {}): Actor => ({
  userId: 1,
  apiKeyId: null,
  email: 'm@example.com',
  name: 'М',
  roles: ['manager'],
  regionIds: [],
  ...change,
});

const event = (id: number, change: Partial<LiveEvent> = {}): LiveEvent => ({
  id,
  name: 'order.changed',
  subjectId: id * 10,
  regionId: 1,
  userId: null,
  createdAt: new Date(0),
  ...change,
});

describe('mayHear', () => {
  it.each<[string, Partial<Actor>, Partial<LiveEvent>, boolean]>([
    ['any region, by who sees all', {}, { regionId: 7 }, true],
    ['no region, by who sees all', {}, { regionId: null }, true],
    ['their region', { regionIds: [1, 2] }, { regionId: 2 }, true],
    ['another region', { regionIds: [1, 2] }, { regionId: 3 }, false],
    ['no region, by who sees some', { regionIds: [1] }, { regionId: null }, false],
    ['their own', { regionIds: [1] }, { regionId: null, userId: 1 }, true],
    ['somebody else’s', {}, { regionId: null, userId: 2 }, false],
  ])('%s', (_, who, what, expected) => {
    expect(mayHear(actor(who), event(1, what))).toBe(expected);
  });
});

describe('EventStream', () => {
  const response = () => new EventEmitter() as unknown as ServerResponse;
  const textOf = (stream: EventStream) => (stream.body.read() as Buffer).toString();

  it('holds live events back until the missed ones are sent, and sends none twice', () => {
    const stream = new EventStream(actor(), response());
    stream.offer(event(3), '3');
    stream.offer(event(4), '4');
    stream.resend(event(2), '2');
    stream.resend(event(3), '3');
    stream.goLive();
    stream.offer(event(5), '5');
    const ids = [...textOf(stream).matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!).id);
    expect(ids).toEqual(['20', '30', '40', '50']);
  });

  it('writes the format of server-sent events', () => {
    const stream = new EventStream(actor(), response());
    stream.goLive();
    stream.offer(event(5), '5-4');
    expect(textOf(stream)).toBe('retry: 3000\n\nid: 5-4\nevent: order.changed\ndata: {"id":"50"}\n\n');
  });

  it('cuts off a reader that does not read', () => {
    let destroyed = 0;
    const stream = new EventStream(actor(), Object.assign(response(), { destroy: () => ++destroyed }) as never);
    stream.goLive();
    for (let id = 1; id < 20_000; id++) stream.offer(event(id), String(id));
    expect(destroyed).toBe(1);
    expect(stream.body.readableLength).toBeLessThan(300 * 1024);
  });
});
