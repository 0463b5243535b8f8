import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { UndoResult } from './undo.dto.js';
import { Undo } from './undo.service.js';

@ApiTags('undo')
@Controller('api/undo')
export class UndoController {
  constructor(private readonly undo: Undo) {}

  /** Puts back what one call decided or set with `hold`, before anybody was told. */
  @Post(':token')
  @HttpCode(200)
  @Allow('manager', 'external_orders')
  post(@Param('token') token: string, @CurrentActor() actor: Actor): Promise<UndoResult> {
    return this.undo.undo(token, actor);
  }
}
