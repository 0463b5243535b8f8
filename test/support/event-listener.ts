import { eventually } from './eventually.js';

export interface HeardEvent {
  id: string;
  name: string;
  /** Id of what changed. */
  subjectId: string;
  /** Since the start of the process, ms. */
  at: number;
}

/** Listens to the server-sent events of a service, as a browser would. */
export class EventListener {
  readonly heard: HeardEvent[] = [];
  /** The id to resume from. */
  lastEventId = '';
  readonly ended: Promise<void>;
  isEnded = false;

  private constructor(
    readonly response: Response,
    private readonly abort: AbortController,
  ) {
    this.ended = this.read().finally(() => (this.isEnded = true));
  }

  /** @param headers who listens, and from where */
  static async open(serviceUrl: string, headers: Record<string, string>, query = ''): Promise<EventListener> {
    const abort = new AbortController();
    const response = await fetch(`${serviceUrl}/api/events${query}`, { headers, signal: abort.signal });
    return new EventListener(response, abort);
  }

  names(): string[] {
    return this.heard.map(({ name, subjectId }) => `${name} ${subjectId}`);
  }

  hears(name: string, subjectId: string, withinMs = 5_000): Promise<void> {
    return eventually(() => expect(this.names()).toContain(`${name} ${subjectId}`), withinMs);
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.ended;
  }

  private async read(): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body!) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) this.take(block);
      }
    } catch {
      // aborted by the test, or cut off
    }
  }

  private take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s).slice(0, 2) as [string, string]));
    const name = fields.get('event');
    // As WebKit does, which takes no id from what has no data.
    if (!name) return;
    this.lastEventId = fields.get('id') ?? this.lastEventId;
    if (name === 'beat') return;
    const { id: subjectId = '' } = JSON.parse(fields.get('data') ?? '{}') as { id?: string };
    this.heard.push({ id: fields.get('id') ?? '', name, subjectId, at: performance.now() });
  }
}
