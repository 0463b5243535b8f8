import { Module } from '@nestjs/common';
import { BrandFiles } from './brand-files.service.js';
import { BrandsController } from './brands.controller.js';
import { BrandsService } from './brands.service.js';
import { OrderBrandsJob } from './order-brands.job.js';
import { UnknownBrandsService } from './unknown-brands.service.js';

@Module({
  controllers: [BrandsController],
  providers: [BrandsService, BrandFiles, UnknownBrandsService, OrderBrandsJob],
  exports: [UnknownBrandsService],
})
export class BrandsModule {}
