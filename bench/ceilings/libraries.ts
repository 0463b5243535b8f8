/**
 * What these libraries can do at best: Nest's pipeline, and the ceilings' statements one by one in a transaction of TypeORM, nothing
 * looked up first. `node libraries.ts DATABASE_URL`
 */
import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Inject, Module, Param, Post, Query, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { ResultSetHeader } from 'mysql2';
import type { AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { MessageDto } from '../naive/message.dto.js';
import { tellParent } from '../support/child.js';
import { externalOrderPage, inboxPage, inboxSearch, orderPage } from './answers.js';
import { accept, insertOrders, Received, setStatus, statementsOf } from './rows.js';

const checked = new ValidationPipe({ transform: true, expectedType: MessageDto });

@Controller()
class LibrariesController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Post('nothing')
  @HttpCode(200)
  nothing(@Body(checked) { order }: MessageDto) {
    return { result: 'ok', externalOrderId: order.id };
  }

  @Post('orders')
  @HttpCode(200)
  async receive(@Body(checked) message: MessageDto) {
    const [order] = await this.inTransaction(insertOrders([message as unknown as Received]));
    return { result: 'ok', externalOrderId: String(order!.insertId) };
  }

  @Post('status')
  @HttpCode(200)
  async setStatus(@Body() { itemIds, statusId }: { itemIds: string[]; statusId: string }) {
    await this.inTransaction(setStatus(itemIds.map(Number), Number(statusId)));
    return { changed: itemIds.length };
  }

  @Post('accept/:id')
  @HttpCode(200)
  async accept(@Param('id') id: string) {
    await this.inTransaction(accept(Number(id)));
    return { result: 'ok' };
  }

  @Get('external-orders')
  inbox(@Query('q') q?: string) {
    return this.read(q ? inboxSearch(q) : inboxPage());
  }

  @Get('external-orders/:id')
  externalOrder(@Param('id') id: string) {
    return this.read(externalOrderPage(Number(id)));
  }

  @Get('orders/:id')
  order(@Param('id') id: string) {
    return this.read(orderPage(Number(id)));
  }

  private inTransaction(text: string): Promise<ResultSetHeader[]> {
    return this.dataSource.transaction(async (manager) => {
      const results: ResultSetHeader[] = [];
      for (const statement of statementsOf(text).slice(1, -1)) results.push(await manager.query(statement));
      return results;
    });
  }

  private async read(text: string): Promise<unknown[]> {
    const results: unknown[] = [];
    for (const statement of statementsOf(text)) results.push(await this.dataSource.query(statement));
    return results;
  }
}

@Module({
  imports: [TypeOrmModule.forRoot({ type: 'mariadb', url: process.argv[2]!, poolSize: 20 })],
  controllers: [LibrariesController],
})
class LibrariesModule {}

const app = await NestFactory.create<NestFastifyApplication>(LibrariesModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
tellParent({ url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}` });
