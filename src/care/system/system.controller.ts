import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, ForAllRegions } from '../../access/actor.js';
import { SystemView } from './system.dto.js';
import { SystemState } from './system.service.js';

@ApiTags('system')
@ForAllRegions()
@Controller('api/system')
export class SystemController {
  constructor(private readonly system: SystemState) {}

  /** How the service is. */
  @Get()
  read(@CurrentActor() actor: Actor): Promise<SystemView> {
    return this.system.read(actor);
  }
}
