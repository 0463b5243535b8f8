import { Injectable } from '@nestjs/common';

/** Gives what the expressions of an adapter are tried on, each as JSON. */
export interface ExampleSource {
  /** @param connectionId none = of a new connection */
  inbound(connectionId: number | undefined): Promise<string[]>;
  outbound(): string[];
}

/** Examples for expressions; the room that knows the messages registers its own. */
@Injectable()
export class AdapterExamples {
  private readonly sources: ExampleSource[] = [];

  register(source: ExampleSource): void {
    this.sources.push(source);
  }

  async of(direction: 'inbound' | 'outbound', connectionId: number | undefined): Promise<string[]> {
    const examples: string[] = [];
    for (const source of this.sources) examples.push(...(await source[direction](connectionId)));
    return examples;
  }
}
