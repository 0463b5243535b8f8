import { Module } from '@nestjs/common';
import { ExternalOrdersModule } from '../../orders/external-orders/external-orders.module.js';
import { GettzapModule } from '../../marketplaces/gettzap/gettzap.module.js';
import { BuyerSearch } from './buyer-search.service.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PersonalData } from './personal-data.service.js';

@Module({
  imports: [ExternalOrdersModule, GettzapModule],
  controllers: [PersonalDataController],
  providers: [BuyerSearch, PersonalData],
})
export class PersonalDataModule {}
