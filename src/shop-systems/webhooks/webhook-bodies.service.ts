import { Injectable } from '@nestjs/common';
import type { WebhookFormat, WebhookPayload } from './webhook.entity.js';

/** What a message says, at the moment in which it is sent; undefined = it cannot be said in this shape. */
type WebhookBody = (payload: WebhookPayload) => Promise<object | undefined>;

/** The shapes in which web-hooks are told; the modules that know others than the standard one plug theirs in. */
@Injectable()
export class WebhookBodies {
  private readonly formats = new Map<WebhookFormat, WebhookBody>([
    ['standard', async ({ type, timestamp, data }) => ({ type, timestamp, data })],
  ]);

  register(format: WebhookFormat, bodyOf: WebhookBody): void {
    this.formats.set(format, bodyOf);
  }

  in(format: WebhookFormat): WebhookBody {
    const bodyOf = this.formats.get(format);
    if (!bodyOf) throw new Error(`No web-hook format is called ${format}.`);
    return bodyOf;
  }
}
