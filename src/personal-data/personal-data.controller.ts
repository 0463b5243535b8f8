import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor.js';
import { CurrentActor, ForAllRegions } from '../access/allow.decorator.js';
import { DeletePersonalData, PersonalDataView } from './personal-data.dto.js';
import { PersonalData } from './personal-data.service.js';

@ApiTags('personal-data')
@ForAllRegions()
@Controller('api/personal-data')
export class PersonalDataController {
  constructor(private readonly personalData: PersonalData) {}

  /**
   * Erases name, phone, e-mail, address and comments of a buyer, wherever they are kept; ids, parts, prices, statuses and times
   * stay. Cannot be undone: ask with `dryRun` first.
   */
  @Post('delete')
  @HttpCode(200)
  delete(@Body() input: DeletePersonalData, @CurrentActor() actor: Actor): Promise<PersonalDataView> {
    return this.personalData.delete(input, actor.name);
  }
}
