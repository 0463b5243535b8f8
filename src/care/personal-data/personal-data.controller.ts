import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, ForAllRegions } from '../../access/actor.js';
import { BuyerSearch } from './buyer-search.service.js';
import { BuyerSearchView, DeletePersonalData, PersonalDataView, SearchBuyer } from './personal-data.dto.js';
import { PersonalData } from './personal-data.service.js';

@ApiTags('personal-data')
@ForAllRegions()
@Controller('api/personal-data')
export class PersonalDataController {
  constructor(
    private readonly buyerSearch: BuyerSearch,
    private readonly personalData: PersonalData,
  ) {}

  /**
   * Finds where a buyer is named. All orders and all stored messages are read, a few megabytes a call: repeat it with `after` = `next`
   * until that is null. Changes nothing.
   */
  @Post('search')
  @HttpCode(200)
  search(@Body() input: SearchBuyer): Promise<BuyerSearchView> {
    return this.buyerSearch.search(input);
  }

  /**
   * Erases name, phone, e-mail, address and comments of a buyer, wherever they are kept of these external orders, and the bodies of
   * these messages; ids, parts, prices, statuses and times stay. Cannot be undone: search first, and look at what was found.
   */
  @Post('delete')
  @HttpCode(200)
  delete(@Body() input: DeletePersonalData, @CurrentActor() actor: Actor): Promise<PersonalDataView> {
    return this.personalData.delete(input, actor.name);
  }
}
