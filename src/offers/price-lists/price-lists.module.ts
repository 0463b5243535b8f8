import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { BrandsModule } from '../brands/brands.module.js';
import { ImportLeases } from './import-leases.service.js';
import { ImportRunner } from './import-runner.service.js';
import { ListDownload } from './list-download.service.js';
import { ListFiles } from './list-files.service.js';
import { ListUploads } from './list-uploads.service.js';
import { PriceListFetching } from './price-list-fetch.job.js';
import { PriceListGauges } from './price-list-gauges.service.js';
import { PriceListImports } from './price-list-imports.service.js';
import { PriceListOffers } from './price-list-offers.service.js';
import { PriceListSweep } from './price-list-sweep.job.js';
import { PriceListWatch } from './price-list-watch.job.js';
import { PriceListsController } from './price-lists.controller.js';
import { PriceListsService } from './price-lists.service.js';

/** What suppliers and the shop's own stocks offer, as their files say. */
@Module({
  imports: [HttpModule, BrandsModule],
  controllers: [PriceListsController],
  providers: [
    PriceListsService,
    PriceListImports,
    PriceListOffers,
    ListUploads,
    ListFiles,
    ListDownload,
    ImportLeases,
    ImportRunner,
    PriceListFetching,
    PriceListSweep,
    PriceListWatch,
    PriceListGauges,
  ],
  exports: [PriceListsService, PriceListOffers],
})
export class PriceListsModule {}
