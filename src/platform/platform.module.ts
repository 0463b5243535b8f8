import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DomainEventBus } from './transactions/transaction.js';
import { Configuration } from './configuration/configuration.service.js';
import { Metrics } from './observation/metrics.js';
import { Transactions } from './transactions/transactions.service.js';

/** What every module builds on; it knows none of them. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [DomainEventBus, Transactions, Configuration, Metrics],
  exports: [Transactions, Configuration, Metrics],
})
export class PlatformModule {}
