import { DynamicModule, Inject, Module, OnApplicationShutdown } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { Clock } from '../clock.js';
import { TablesGate } from '../jobs/job.js';
import { isEmbedded } from '../sql/engine.js';
import { READING_CONNECTION } from '../transactions/transactions.service.js';
import { ClockSynchronization } from './clock-synchronization.service.js';
import { dataSourceOptions, embeddedOptions, Entities, makeDataSource } from './data-source.js';
import { DatabaseHealth } from './database-health.service.js';
import { SchemaService } from './schema.service.js';

const READER = getDataSourceToken(READING_CONNECTION);

/** The database itself: connections, migrations, the clock that all replicas share. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(READER) private readonly reader: DataSource) {}

  static for(entities: Entities, clock: Clock): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [AppConfig],
          useFactory: async (config: AppConfig) => dataSourceOptions(entities, config),
          dataSourceFactory: async (options) => makeDataSource(options!),
        }),
      ],
      providers: [
        {
          provide: READER,
          inject: [getDataSourceToken(), AppConfig],
          useFactory: (writer: DataSource, config: AppConfig) =>
            config.databaseUrl ? writer : makeDataSource(embeddedOptions(entities, config.dataDir, true)).initialize(),
        },
        { provide: Clock, useValue: clock },
        SchemaService,
        { provide: TablesGate, useExisting: SchemaService },
        DatabaseHealth,
        ClockSynchronization,
      ],
      exports: [READER, Clock, SchemaService, TablesGate, DatabaseHealth, ClockSynchronization],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (isEmbedded(this.reader)) await this.reader.destroy();
  }
}
