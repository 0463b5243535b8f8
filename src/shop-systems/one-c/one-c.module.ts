import { Module } from '@nestjs/common';
import { ExchangesModule } from '../exchanges/exchanges.module.js';
import { OneCDoor } from './one-c-door.service.js';
import { OneCExchangeController } from './one-c-exchange.controller.js';
import { OneCExchange } from './one-c-exchange.service.js';
import { OneCKind } from './one-c.kind.js';
import { OneCOutbox } from './one-c-outbox.service.js';
import { OneCOutboxController } from './one-c-outbox.controller.js';

/** 1C pulls orders and brings back what became of them. */
@Module({
  imports: [ExchangesModule],
  controllers: [OneCExchangeController, OneCOutboxController],
  providers: [OneCDoor, OneCExchange, OneCOutbox, OneCKind],
  exports: [OneCDoor],
})
export class OneCModule {}
