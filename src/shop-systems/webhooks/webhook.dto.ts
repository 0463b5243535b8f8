import { PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  MaxLength,
} from 'class-validator';
import { EndpointState } from '../../outbox/outbox.dto.js';
import { PageOf } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined, ExpectedVersion } from '../../platform/http/validation.js';
import {
  WEBHOOK_EVENTS,
  WEBHOOK_FORMATS,
  WebhookEventName,
  type WebhookFormat,
  type Webhook,
} from './webhook.entity.js';

const Events = (): PropertyDecorator => (target, property) => {
  IsArray()(target, property);
  ArrayMaxSize(WEBHOOK_EVENTS.length)(target, property as string);
  ArrayMinSize(1)(target, property as string);
  ArrayUnique()(target, property as string);
  IsIn(WEBHOOK_EVENTS, { each: true })(target, property as string);
};

export class CreateWebhook {
  /** http or https; to private addresses only where the service is allowed to call them. */
  @IsString()
  @MaxLength(500)
  url: string;

  @Events()
  events: WebhookEventName[];

  /**
   * `standard`: ids, signed; so it is when a web-hook is made and it is left out. `parts_soft`: `{ "order": { … } }` as `GET /api/v3/orders.json` has it, as it is when
   * it is sent, signed in the same way; only `external_order.decided` where there is an order, and what begins with `order.`.
   */
  @IsOptionalDefined()
  @IsIn(WEBHOOK_FORMATS)
  format?: WebhookFormat;

  /** True when a web-hook is made and it is left out; `true` also ends a pause after a refused sign-in. */
  @IsOptionalDefined()
  @IsBoolean()
  isActive?: boolean;
}

export class UpdateWebhook extends PartialType(CreateWebhook, { skipNullProperties: false }) {
  /** Answered with 409 `changed_meanwhile` when it is not the current one. */
  @ExpectedVersion()
  version?: number;
}

export class WebhookView {
  id: string;
  url: string;
  events: WebhookEventName[];
  format: WebhookFormat;
  isActive: boolean;
  /** `gone`: it answered 410 and was switched off; "" otherwise. */
  disabledReason: '' | 'gone';
  /** How sending to it is going. */
  delivery: EndpointState;
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class CreatedWebhookView extends WebhookView {
  /** Checks the signatures of its messages; shown this once. */
  secret: string;
}

export class ReplacedSecretView {
  /** Shown this once; the one before is used no more. */
  secret: string;
}

export class WebhookPage extends PageOf(WebhookView) {}

export function presentWebhook(webhook: Webhook, delivery: EndpointState): WebhookView {
  const { id, url, events, format, isActive, disabledReason, version } = webhook;
  const createdAt = webhook.createdAt.toISOString();
  return { id: String(id), url, events, format, isActive, disabledReason, delivery, createdAt, version };
}
