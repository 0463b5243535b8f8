import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { ExternalOrdersModule } from '../orders/external-orders/external-orders.module.js';
import { UndoModule } from '../orders/undo/undo.module.js';
import { BrandFiles } from './brands/brand-files.service.js';
import { BrandsController } from './brands/brands.controller.js';
import { BrandsService } from './brands/brands.service.js';
import { OrderBrandsJob } from './brands/order-brands.job.js';
import { UnknownBrandsService } from './brands/unknown-brands.service.js';
import { OrderOffersController } from './order-offers/order-offers.controller.js';
import { OrderOffers } from './order-offers/order-offers.service.js';
import { ImportLeases } from './price-lists/import-leases.service.js';
import { ImportRunner } from './price-lists/import-runner.service.js';
import { ListDownload } from './price-lists/list-download.service.js';
import { ListFiles } from './price-lists/list-files.service.js';
import { ListUploads } from './price-lists/list-uploads.service.js';
import { PriceListFetching } from './price-lists/price-list-fetch.job.js';
import { PriceListImports } from './price-lists/price-list-imports.service.js';
import { PriceListOffers } from './price-lists/price-list-offers.service.js';
import { PriceListSweep } from './price-lists/price-list-sweep.job.js';
import { PriceListTimes } from './price-lists/price-list-times.service.js';
import { PriceListWatch } from './price-lists/price-list-watch.job.js';
import { PriceListsController } from './price-lists/price-lists.controller.js';
import { PriceListsService } from './price-lists/price-lists.service.js';
import { Judging } from './processing-rules/judging.service.js';
import { Processing } from './processing-rules/processing.job.js';
import { ProcessingRulesController } from './processing-rules/processing-rules.controller.js';
import { ProcessingRulesService } from './processing-rules/processing-rules.service.js';

/** What suppliers and the shop's own stocks offer, beside what is ordered, and what becomes of external orders by it. */
@Module({
  imports: [HttpModule, ExternalOrdersModule, UndoModule],
  controllers: [BrandsController, PriceListsController, OrderOffersController, ProcessingRulesController],
  providers: [
    BrandsService,
    BrandFiles,
    UnknownBrandsService,
    OrderBrandsJob,
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
    PriceListTimes,
    PriceListWatch,
    OrderOffers,
    ProcessingRulesService,
    Judging,
    Processing,
  ],
  exports: [PriceListsService, ProcessingRulesService],
})
export class OffersModule {}
