import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { ExchangesModule } from '../exchanges/exchanges.module.js';
import { PartsSoftBasket } from './parts-soft-basket.service.js';
import { PartsSoftChannel } from './parts-soft-channel.service.js';
import { PartsSoftClient } from './parts-soft-client.service.js';
import { PartsSoftFollow } from './parts-soft-follow.job.js';
import { PartsSoftKind } from './parts-soft.kind.js';

/** Orders are put into a shop's PARTS SOFT as one of its customers does, and what became of them is asked for. */
@Module({
  imports: [OutboxModule, ExchangesModule],
  providers: [PartsSoftKind, PartsSoftClient, PartsSoftBasket, PartsSoftChannel, PartsSoftFollow],
})
export class PartsSoftPushModule {}
