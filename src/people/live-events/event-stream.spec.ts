import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { unreadText } from '../../../test/support/unread-text.js';
import type { Actor } from '../../access/actor.js';
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
  const response = (change: Partial<Socket> = {}) => {
    const socket = Object.assign(new EventEmitter(), { destroyed: false, ...change });
    return Object.assign(new EventEmitter(), { req: { socket } }) as unknown as ServerResponse;
  };
  const textOf = (stream: EventStream) => unreadText(stream.body);
  const idsIn = (stream: EventStream) =>
    [...textOf(stream).matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!).id);

  it('holds live events back until the missed ones are sent, and sends none twice', () => {
    const stream = new EventStream(actor(), response());
    stream.offer(event(3), '3');
    stream.offer(event(4), '4');
    stream.resend(event(2), '2');
    stream.resend(event(3), '3');
    stream.goOn();
    stream.offer(event(5), '5');
    expect(idsIn(stream)).toEqual(['20', '30', '40', '50']);
  });

  it('passes nothing on while anything holds it, and then all in its sequence', () => {
    const stream = new EventStream(actor(), response());
    stream.hold();
    stream.goOn();
    stream.offer(event(2), '2');
    stream.goOn();
    stream.hold();
    stream.offer(event(3), '3');
    expect(idsIn(stream)).toEqual(['20']);
    stream.goOn();
    expect(idsIn(stream)).toEqual(['30']);
  });

  it('knows of a reader that left before anybody listened for it', async () => {
    await expect(new EventStream(actor(), response({ destroyed: true })).closed).resolves.toBeUndefined();
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['whose answer ends', (answer) => void answer.emit('close')],
    ['whose connection ends while the answer waits for its turn', ({ req }) => void req.socket.emit('close')],
  ])('knows of a reader %s', async (_, leave) => {
    const answer = response();
    const stream = new EventStream(actor(), answer);
    leave(answer);
    await stream.closed;
    expect([answer.listenerCount('close'), answer.req.socket.listenerCount('close')]).toEqual([0, 0]);
  });

  it('writes the format of server-sent events', () => {
    const stream = new EventStream(actor(), response());
    stream.goOn();
    stream.offer(event(5), '5-4');
    expect(textOf(stream)).toBe('retry: 3000\n\nid: 5-4\nevent: order.changed\ndata: {"id":"50"}\n\n');
  });

  it('says that it is there, and what time it is, by an event, which is no place to resume from', () => {
    const stream = new EventStream(actor(), response());
    stream.goOn();
    stream.beat(new Date(0));
    expect(textOf(stream)).toBe('retry: 3000\n\nevent: beat\ndata: {"now":"1970-01-01T00:00:00.000Z"}\n\n');
  });

  it('says where to resume from by an event, without which WebKit forgets it, and pages never hear of it', () => {
    const stream = new EventStream(actor(), response());
    stream.beat(new Date(0), '5-4');
    expect(textOf(stream)).toMatch(/^retry: 3000\n\nid: 5-4\nevent: beat\ndata: \S+\n\n$/);
  });

  it('cuts off a reader that does not read', () => {
    let destroyed = 0;
    const stream = new EventStream(actor(), response({ destroy: () => ++destroyed } as never));
    stream.goOn();
    for (let id = 1; id < 20_000; id++) stream.offer(event(id), String(id));
    expect(destroyed).toBe(1);
    expect(stream.body.readableLength).toBeLessThan(300 * 1024);
  });
});
