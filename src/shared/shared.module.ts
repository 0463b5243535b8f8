import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DomainEventBus } from './domain-event-bus.js';
import { Jobs } from './jobs.js';
import { Metrics } from './metrics.js';
import { Transactions } from './transactions.service.js';

/** What every module builds on; it knows none of them. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [DomainEventBus, Transactions, Metrics, Jobs],
  exports: [Transactions, Metrics, Jobs],
})
export class SharedModule {}
