import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { ExchangesModule } from '../exchanges/exchanges.module.js';
import { AbcpChannel } from './abcp-channel.service.js';
import { AbcpClient } from './abcp-client.service.js';
import { AbcpFollow } from './abcp-follow.job.js';
import { AbcpKind } from './abcp.kind.js';

/** Orders are pushed to ABCP, and what became of them is asked for. */
@Module({
  imports: [OutboxModule, ExchangesModule],
  providers: [AbcpKind, AbcpClient, AbcpChannel, AbcpFollow],
})
export class AbcpModule {}
