import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { Actor, seesRegion } from '../access/actor.js';
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
  /** Resolves when the connection is gone, whoever closed it. */
  readonly closed: Promise<void>;
  private isEnded = false;
  /** Live events that wait until what was missed has been sent; undefined = none was missed, or all is sent. */
  private held: Array<{ event: LiveEvent; position: string }> | undefined = [];
  /** Sent when what was missed was looked up; the feed may bring them once more. */
  private readonly resent = new Set<number>();

  constructor(
    public actor: Actor,
    private readonly response: ServerResponse,
  ) {
    this.closed = new Promise((resolve) => response.once('close', resolve));
    this.write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Passes an event on if it is for this user. */
  readonly offer = (event: LiveEvent, position: string): void => {
    if (this.held) {
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
  tellToReload(): void {
    this.write('event: reload\ndata: {}\n\n');
  }

  /** Lets the reader know where it is, so that it can resume even if nothing happens until then. */
  tellPosition(position: string): void {
    this.write(`id: ${position}\n\n`);
  }

  /** What was missed is sent: goes on with what has come meanwhile. */
  goLive(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const { event, position } of held) this.offer(event, position);
  }

  beat(): void {
    this.write(': still here\n\n');
  }

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.body.push(null);
  }

  /** For a reader that does not even take the end. */
  cutOff(): void {
    this.isEnded = true;
    this.response.destroy();
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
