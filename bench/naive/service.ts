/** How it is often written: Nest, entities with cascades, `repository.save()`. `node service.ts DATABASE_URL` */
import 'reflect-metadata';
import { Body, Controller, Inject, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import type { AddressInfo } from 'node:net';
import type { Repository } from 'typeorm';
import { tellParent } from '../support/child.js';
import { NaiveMessage, NaiveOrder, NaivePosition } from './entities.js';
import { MessageDto } from './message.dto.js';

@Controller()
class OrdersController {
  constructor(
    @Inject(getRepositoryToken(NaiveOrder)) private readonly orders: Repository<NaiveOrder>,
    @Inject(getRepositoryToken(NaiveMessage)) private readonly messages: Repository<NaiveMessage>,
  ) {}

  @Post('orders')
  async receive(@Body(new ValidationPipe({ transform: true, expectedType: MessageDto })) message: MessageDto) {
    const { id: externalId, customer, comment, positions } = message.order;
    const order = await this.orders.save(
      this.orders.create({
        externalId,
        state: 'new',
        comment,
        customerName: customer.name,
        customerPhone: customer.phone,
        customerEmail: customer.email,
        positions: positions.map(({ id, price, ...rest }) => ({
          ...rest,
          externalId: id,
          priceMinor: Math.round(Number(price) * 100),
        })),
      }),
    );
    await this.messages.save({ externalOrderId: order.id, outcome: 'created', body: JSON.stringify(message) });
    return { result: 'ok', externalOrderId: String(order.id) };
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'mariadb',
      url: process.argv[2]!,
      entities: [NaiveOrder, NaivePosition, NaiveMessage],
      // Its tables are in a database that was made for this run.
      synchronize: true,
    }),
    TypeOrmModule.forFeature([NaiveOrder, NaiveMessage]),
  ],
  controllers: [OrdersController],
})
class NaiveModule {}

const app = await NestFactory.create<NestFastifyApplication>(NaiveModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
tellParent({ url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}` });
