import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { Actor, seesRegion } from '../../access/actor.js';
import type { LiveEvent } from './live-event.entity.js';

/** A reader that lets this much lie is cut off; it comes back and resumes. */
const MAX_UNREAD_BYTES = 256 * 1024;
const RETRY_MS = 3_000;

/** What of the events a user may hear: their own, and those of the regions they see. */
export function mayHear(actor: Actor, { userId, regionId }: Pick<LiveEvent, 'regionId' | 'userId'>): boolean {
  return userId === null ? seesRegion(actor, regionId) : userId === actor.userId;
}

/** One browser that listens: the answer's body, in the format of server-sent events. */
export class EventStream {
  readonly body = new Readable({ read: () => undefined });
  /** Resolves when the answer or its connection is gone, whoever closed it. */
  readonly closed: Promise<void>;
  private isEnded = false;
  /** How many things have to be done before live events are passed on; the first is to send what was missed. */
  private holds = 1;
  private held: Array<{ event: LiveEvent; position: string }> = [];
  /** Sent when what was missed was looked up; the feed may bring them once more. */
  private readonly resent = new Set<number>();

  constructor(
    public actor: Actor,
    private readonly response: ServerResponse,
  ) {
    this.closed = whenClosed(response);
    this.write(`retry: ${RETRY_MS}\n\n`);
  }

  get connection(): Socket {
    return this.response.req.socket;
  }

  /** Passes an event on if it is for this user. */
  readonly offer = (event: LiveEvent, position: string): void => {
    if (this.holds > 0) {
      this.held.push({ event, position });
    } else if (!this.resent.delete(event.id)) {
      this.send(event, position);
    }
  };

  /** Sends an event that was missed. */
  resend(event: LiveEvent, position: string): void {
    this.resent.add(event.id);
    this.send(event, position);
  }

  /** More was missed than is kept: the reader has to look at everything anew. */
  sendReload(): void {
    this.write('event: reload\ndata: {}\n\n');
  }

  /** Keeps live events back until as many `goOn` have followed. */
  hold(): void {
    this.holds += 1;
  }

  /** Once nothing holds them any more, passes on what has come meanwhile. */
  goOn(): void {
    this.holds -= 1;
    if (this.holds > 0) return;
    for (const { event, position } of this.held.splice(0)) this.offer(event, position);
  }

  /**
   * Says that it is there, and what time it is here: computers in shops have clocks of their own. As an event, since browsers keep comments
   * to themselves; who hears none knows that the connection is dead.
   * @param position where the reader is, so that it can resume even if nothing happens until then; WebKit forgets one without data
   */
  beat(now: Date, position?: string): void {
    const id = position === undefined ? '' : `id: ${position}\n`;
    this.write(`${id}event: beat\ndata: ${JSON.stringify({ now })}\n\n`);
  }

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.body.push(null);
  }

  /** For a reader that does not even take the end. An answer that waits for its turn has no connection of its own to close. */
  cutOff(): void {
    this.isEnded = true;
    this.connection.destroy();
  }

  private send(event: LiveEvent, position: string): void {
    if (!mayHear(this.actor, event)) return;
    const data = JSON.stringify({ id: String(event.subjectId) });
    this.write(`id: ${position}\nevent: ${event.name}\ndata: ${data}\n\n`);
  }

  private write(text: string): void {
    if (this.isEnded || this.body.destroyed) return;
    this.body.push(text);
    if (this.body.readableLength > MAX_UNREAD_BYTES) this.cutOff();
  }
}

/**
 * An answer that waits behind another one of its connection (pipelining) is not told when that closes, and one whose connection had
 * closed before is told nothing at all.
 */
function whenClosed(response: ServerResponse): Promise<void> {
  const { socket } = response.req;
  return new Promise((resolve) => {
    if (socket.destroyed || response.closed) return resolve();
    const done = () => {
      response.off('close', done);
      socket.off('close', done);
      resolve();
    };
    response.once('close', done);
    socket.once('close', done);
  });
}
