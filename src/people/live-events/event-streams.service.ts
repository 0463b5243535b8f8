import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable, OnModuleDestroy } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { Clock } from '../../platform/clock.js';
import { TooManyRequestsError, UnavailableError } from '../../platform/errors.js';
import { Job } from '../../platform/jobs/job.js';
import { EventFeed, Listener } from './event-feed.service.js';
import { EventStream } from './event-stream.js';
import type { LiveEvent } from './live-event.entity.js';
import { StreamPosition } from './stream-position.js';

const STREAMS_A_USER = 20;
const STREAMS_IN_ALL = 2_000;
/** Beyond this a reader is told to look at everything anew. */
const MAX_MISSED = 2_000;
const CHECK_MS = 5_000;
const CHECKS_A_BEAT = 3;
const STOP_WITHIN_MS = 2_000;

/** Finds out again who is listening. @throws UnauthenticatedError once the session has ended */
export type Identify = () => Promise<Actor>;

interface OpenStream {
  identify: Identify;
  /** What the feed calls. */
  listener: Listener;
  /** How often the caller has been looked up. */
  lookUps: number;
}

/** The open streams of this process: begins them, keeps them alive, ends them. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly streams = new Map<EventStream, OpenStream>();
  private checks = 0;
  private isStopping = false;

  constructor(
    private readonly feed: EventFeed,
    private readonly clock: Clock,
  ) {}

  /**
   * @param lastEventId what the reader heard last, to go on from there; "" = from now on
   * @returns the answer's body
   * @throws TooManyRequestsError, UnavailableError
   */
  async open(actor: Actor, identify: Identify, response: ServerResponse, lastEventId: string): Promise<Readable> {
    this.checkLimits(actor, response);
    const stream = new EventStream(actor, response);
    const listener: Listener = (event, position) => {
      if (event.name !== 'access.changed') stream.offer(event, position);
      else if (isAbout(event, stream.actor)) void this.lookUpAgain(stream, true);
    };
    this.streams.set(stream, { identify, listener, lookUps: 0 });
    void stream.closed.then(() => this.forget(stream));
    try {
      const begin = await this.feed.listen(listener);
      // What changed since the caller was identified lies before the beginning.
      stream.actor = await identify();
      const position = StreamPosition.parse(lastEventId, performance.now());
      const isResumed = position && (await this.resume(stream, position));
      stream.beat(this.clock.now(), isResumed ? undefined : begin);
      if (position && !isResumed) stream.sendReload();
    } catch (error) {
      this.forget(stream);
      throw error;
    }
    stream.goOn();
    if (this.isStopping) stream.end();
    return stream.body;
  }

  /** Every few seconds: ends the streams whose session has ended; rights that changed hold from then on. */
  @Job({ name: 'event-streams', everyMs: CHECK_MS, needsTables: false })
  async check(): Promise<void> {
    this.checks += 1;
    const beats = this.checks % CHECKS_A_BEAT === 0;
    for (const stream of this.streams.keys()) if (beats) stream.beat(this.clock.now());
    await Promise.all([...this.streams.keys()].map((stream) => this.lookUpAgain(stream, false)));
  }

  /** Open streams must not keep the service from stopping. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    const streams = [...this.streams.keys()];
    for (const stream of streams) stream.end();
    const timer = setTimeout(() => streams.forEach((stream) => stream.cutOff()), STOP_WITHIN_MS);
    await Promise.all(streams.map(({ closed }) => closed));
    clearTimeout(timer);
  }

  /**
   * Until it is known again who is listening, nothing is passed on.
   * @param isChanged what held before does not hold now: who cannot be looked up has to come back
   */
  private async lookUpAgain(stream: EventStream, isChanged: boolean): Promise<void> {
    const open = this.streams.get(stream);
    if (!open) return;
    const turn = ++open.lookUps;
    stream.hold();
    try {
      const actor = await open.identify();
      if (turn === open.lookUps) stream.actor = actor; // else it is what was there before a change
      if (actor.roles.length === 0) stream.end();
    } catch (error) {
      if (isChanged || !(error instanceof UnavailableError)) stream.end();
    }
    stream.goOn();
  }

  private checkLimits(actor: Actor, { req }: ServerResponse): void {
    if (this.isStopping || this.streams.size >= STREAMS_IN_ALL) {
      throw new UnavailableError('no_streams', 'No stream can be opened here at the moment.');
    }
    if ([...this.streams.keys()].some(({ connection }) => connection === req.socket)) {
      throw new TooManyRequestsError('This connection carries a stream already: open another connection.', 30);
    }
    const own = [...this.streams.keys()].filter((stream) => isSame(stream.actor, actor));
    if (own.length >= STREAMS_A_USER) {
      throw new TooManyRequestsError(`You have ${own.length} open streams: close one of them.`, 30);
    }
  }

  /** Sends what was missed, in the order of the ids. @returns false when that is more than is kept or sent: then nothing is */
  private async resume(stream: EventStream, position: StreamPosition): Promise<boolean> {
    const kept = await this.feed.keptIds();
    const missed = await this.feed.after(position, MAX_MISSED + 1);
    // Beyond the newest one is who heard what a restored backup does not have.
    const isGone = position.last > (kept?.newest ?? 0) || (kept && position.last < kept.oldest - 1);
    if (isGone || missed.length > MAX_MISSED) return false;
    for (const event of missed) {
      position.advance(event.id, performance.now());
      if (event.name !== 'access.changed') stream.resend(event, String(position));
    }
    return true;
  }

  private forget(stream: EventStream): void {
    const open = this.streams.get(stream);
    if (open) this.feed.stopListening(open.listener);
    this.streams.delete(stream);
    stream.body.destroy();
  }
}

/** Of a user, or of an API key: then it has no user. */
function isAbout({ userId, subjectId }: LiveEvent, actor: Actor): boolean {
  return userId === null ? subjectId === actor.apiKeyId : userId === actor.userId;
}

function isSame(one: Actor, other: Actor): boolean {
  return one.userId === other.userId && one.name === other.name;
}
