/** The least that a service with these libraries is: one entity, one route. `node skeleton.ts DATABASE_URL PORT` */
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
class Thing {
  @PrimaryGeneratedColumn() id: number;
  @Column('varchar') name: string;
}

@Controller()
class ReadyController {
  @Get('readyz')
  isReady() {
    return { result: 'ok' };
  }
}

@Module({
  // Its one table is in a database that was made for this run.
  imports: [TypeOrmModule.forRoot({ type: 'mariadb', url: process.argv[2]!, entities: [Thing], synchronize: true })],
  controllers: [ReadyController],
})
class SkeletonModule {}

const app = await NestFactory.create<NestFastifyApplication>(SkeletonModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.argv[3]), '127.0.0.1');
