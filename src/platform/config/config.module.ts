import { DynamicModule, Module } from '@nestjs/common';
import { SecretBox } from '../secrets/secret-box.js';
import { AppConfig } from './app-config.js';

/** Hands out the checked settings and what is made of them alone. */
@Module({})
export class ConfigModule {
  static for(config: AppConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: AppConfig, useValue: config },
        { provide: SecretBox, useFactory: () => new SecretBox(config.secretKeys) },
      ],
      exports: [AppConfig, SecretBox],
    };
  }
}
