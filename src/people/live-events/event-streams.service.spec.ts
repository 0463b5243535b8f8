import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { unreadText } from '../../../test/support/unread-text.js';
import type { Actor } from '../../access/actor.js';
import { UnauthenticatedError, UnavailableError } from '../../platform/errors.js';
import type { EventFeed, Listener } from './event-feed.service.js';
import { EventStreams } from './event-streams.service.js';
import type { LiveEvent } from './live-event.entity.js';

const ACTOR: Actor = {
  userId: 1,
  apiKeyId: null,
  email: 'm@example.com',
  name: 'М',
  roles: ['manager'],
  regionIds: [],
};

const event = (id: number, change: Partial<LiveEvent> = {}): LiveEvent => ({
  id,
  name: 'order.changed',
  subjectId: id * 10,
  regionId: 1,
  userId: null,
  createdAt: new Date(0),
  ...change,
});

/** A feed that has these events, and tells of others when the test does. */
function feedOf(kept: LiveEvent[]) {
  const listeners = new Set<Listener>();
  return {
    listeners,
    tell: (each: LiveEvent) => listeners.forEach((listener) => listener(each, String(each.id))),
    listen: async (listener: Listener) => (listeners.add(listener), String(kept.at(-1)?.id ?? 0)),
    stopListening: (listener: Listener) => void listeners.delete(listener),
    keptIds: async () => kept[0] && { oldest: kept[0].id, newest: kept.at(-1)!.id },
    after: async ({ last }: { last: number }) => kept.filter(({ id }) => id > last),
  };
}

const streamsOf = (feed: ReturnType<typeof feedOf>) =>
  new EventStreams(feed as never as EventFeed, { now: () => new Date(0) });

function connection(change: object = {}): ServerResponse {
  const socket = Object.assign(new EventEmitter(), { destroyed: false, ...change });
  return Object.assign(new EventEmitter(), { req: { socket } }) as unknown as ServerResponse;
}

describe('EventStreams', () => {
  const open = async (
    feed: ReturnType<typeof feedOf>,
    { identify = async () => ACTOR, lastEventId = '', streams = streamsOf(feed) } = {},
  ) => {
    const body = await streams.open(ACTOR, identify, connection(), lastEventId);
    const heard = () => [...unreadText(body).matchAll(/^data: (\{"id".*)$/gm)].map(([, data]) => JSON.parse(data!).id);
    return { body, heard, streams };
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const blocked = event(9, { name: 'access.changed', regionId: null, userId: 1, subjectId: 1 });

  it('sends a resumed stream everything after what it heard last, from the first to the last', async () => {
    const feed = feedOf([2, 3, 4, 5].map((id) => event(id)));
    const { heard } = await open(feed, { lastEventId: '2' });
    expect(heard()).toEqual(['30', '40', '50']);
  });

  it('does not keep the stream of a browser that left before it was opened', async () => {
    const feed = feedOf([]);
    const streams = streamsOf(feed);
    for (let each = 0; each < 30; each++) {
      await streams.open(ACTOR, async () => ACTOR, connection({ destroyed: true }), '');
    }
    expect(feed.listeners.size).toBe(0);
    await streams.onModuleDestroy();
  });

  it('opens one stream a connection', async () => {
    const streams = streamsOf(feedOf([]));
    const response = connection();
    await streams.open(ACTOR, async () => ACTOR, response, '');
    await expect(streams.open(ACTOR, async () => ACTOR, response, '')).rejects.toThrow('carries a stream already');
  });

  it('ends the stream of a user who is blocked, and passes on nothing that happened after that', async () => {
    const feed = feedOf([]);
    let isBlocked = false;
    const identify = async () => {
      if (isBlocked) throw new UnauthenticatedError();
      return ACTOR;
    };
    const { body, heard } = await open(feed, { identify });
    isBlocked = true;
    feed.tell(event(8));
    feed.tell(blocked);
    feed.tell(event(10));
    await settled();
    expect(heard()).toEqual(['80']);
    await settled();
    expect(body.readableEnded).toBe(true);
  });

  it('goes by the rights that hold after a change, from that change on', async () => {
    const feed = feedOf([]);
    let actor = ACTOR;
    const { heard } = await open(feed, { identify: async () => actor });
    actor = { ...ACTOR, regionIds: [2] };
    feed.tell(blocked);
    feed.tell(event(10, { regionId: 1 }));
    feed.tell(event(11, { regionId: 2 }));
    await settled();
    expect(heard()).toEqual(['110']);
  });

  it('ends a stream whose rights changed and cannot be looked up, and keeps one that is only checked meanwhile', async () => {
    const feed = feedOf([]);
    let isAway = false;
    const identify = async () => {
      if (isAway) throw new UnavailableError('database_unavailable', 'It is away.');
      return ACTOR;
    };
    const { body, heard, streams } = await open(feed, { identify });
    isAway = true;
    await streams.check();
    feed.tell(event(8));
    expect(heard()).toEqual(['80']);
    feed.tell(blocked);
    await settled();
    heard();
    await settled();
    expect(body.readableEnded).toBe(true);
  });

  it('is told nothing of others’ rights', async () => {
    const feed = feedOf([]);
    const identify = jest.fn(async () => ACTOR);
    await open(feed, { identify });
    const before = identify.mock.calls.length;
    feed.tell({ ...blocked, userId: 2, subjectId: 2 });
    feed.tell({ ...blocked, userId: null, subjectId: 1 });
    expect(identify.mock.calls).toHaveLength(before);
  });
});
