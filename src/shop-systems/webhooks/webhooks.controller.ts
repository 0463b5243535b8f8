import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, ForAllRegions } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import { PageQuery } from '../../platform/http/paging.dto.js';
import {
  CreatedWebhookView,
  CreateWebhook,
  ReplacedSecretView,
  UpdateWebhook,
  WebhookPage,
  WebhookView,
} from './webhook.dto.js';
import { WebhookDeliveryDetail } from './webhook-delivery.dto.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('webhooks')
@ForAllRegions()
@Controller('api/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  /** Without the secrets. */
  @Get()
  list(@Query() query: PageQuery): Promise<WebhookPage> {
    return this.webhooks.list(query);
  }

  /** The answer carries the secret that signatures are checked with, this once. */
  @Post()
  create(@Body() input: CreateWebhook): Promise<CreatedWebhookView> {
    return this.webhooks.create(input);
  }

  /** One web-hook, and how sending to it is going. */
  @Get(':id')
  get(@IdParam() id: number): Promise<WebhookView> {
    return this.webhooks.read(id);
  }

  /** Changes what is named, and nothing else. */
  @Patch(':id')
  update(@IdParam() id: number, @Body() change: UpdateWebhook): Promise<WebhookView> {
    return this.webhooks.update(id, change);
  }

  /** What was not sent yet is cancelled. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@IdParam() id: number): Promise<void> {
    await this.webhooks.delete(id);
  }

  /** Messages are signed with a new secret from now on, those too that are sent again; the old one ends at once. */
  @Post(':id/secret')
  @HttpCode(200)
  async replaceSecret(@IdParam() id: number): Promise<ReplacedSecretView> {
    return { secret: await this.webhooks.replaceSecret(id) };
  }

  /** Sends a `webhook.test`, by the same way as everything else; what became of it is seen in the list of deliveries. */
  @Post(':id/test')
  @HttpCode(200)
  async test(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<WebhookDeliveryDetail> {
    await this.webhooks.test(id);
    return this.deliveries.latestTest(id, actor);
  }
}
