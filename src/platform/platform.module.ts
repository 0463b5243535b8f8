import { DynamicModule, Inject, Module, OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from './clock.js';
import { AppConfig } from './config/app-config.js';
import { Configuration } from './configuration/configuration.service.js';
import { ClockSynchronization } from './database/clock-synchronization.service.js';
import { dataSourceOptions, embeddedOptions, Entities, makeDataSource } from './database/data-source.js';
import { DatabaseHealth } from './database/database-health.service.js';
import { SchemaService } from './database/schema.service.js';
import { Expressions } from './expressions/expressions.service.js';
import { TablesGate } from './jobs/job.js';
import { Metrics } from './observation/metrics.js';
import { SecretBox } from './secrets/secret-box.js';
import { isEmbedded } from './sql/engine.js';
import { DomainEventBus } from './transactions/transaction.js';
import { READING_CONNECTION, Transactions } from './transactions/transactions.service.js';

const READER = getDataSourceToken(READING_CONNECTION);

/** What every module builds on: the checked settings, the database, the clock that all replicas share. It knows none of them. */
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(@Inject(READER) private readonly reader: DataSource) {}

  static for(config: AppConfig, entities: Entities, clock: Clock): DynamicModule {
    const services = [
      SchemaService,
      DatabaseHealth,
      ClockSynchronization,
      Transactions,
      Configuration,
      Metrics,
      Expressions,
    ];
    const providers = [
      { provide: AppConfig, useValue: config },
      { provide: SecretBox, useFactory: () => new SecretBox(config.secretKeys) },
      {
        provide: READER,
        inject: [getDataSourceToken()],
        useFactory: (writer: DataSource) =>
          config.databaseUrl ? writer : makeDataSource(embeddedOptions(entities, config.dataDir, true)).initialize(),
      },
      { provide: Clock, useValue: clock },
      { provide: TablesGate, useExisting: SchemaService },
      ...services,
    ];
    const database = TypeOrmModule.forRootAsync({
      useFactory: () => dataSourceOptions(entities, config),
      dataSourceFactory: async (options) => makeDataSource(options!),
    });
    return {
      module: PlatformModule,
      global: true,
      imports: [DiscoveryModule, database],
      providers: [DomainEventBus, ...providers],
      exports: providers,
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (isEmbedded(this.reader)) await this.reader.destroy();
  }
}
