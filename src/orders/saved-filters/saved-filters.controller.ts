import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, AllowSignedIn, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import {
  presentSavedFilter,
  SavedFilterQuery,
  SavedFilterView,
  SaveFilter,
  UpdateSavedFilter,
} from './saved-filter.dto.js';
import { SavedFiltersService } from './saved-filters.service.js';

@ApiTags('saved-filters')
@Controller('api/saved-filters')
@AllowSignedIn()
export class SavedFiltersController {
  constructor(private readonly filters: SavedFiltersService) {}

  /** The signed-in user's own, oldest first. */
  @Get()
  async list(@Query() { list }: SavedFilterQuery, @CurrentActor() actor: Actor): Promise<SavedFilterView[]> {
    return (await this.filters.list(list, actor)).map(presentSavedFilter);
  }

  /** Up to 30 of a list. */
  @Post()
  async save(@Body() input: SaveFilter, @CurrentActor() actor: Actor): Promise<SavedFilterView> {
    return presentSavedFilter(await this.filters.save(input, actor));
  }

  /** Another name, or other filters, for one of the signed-in user’s own. */
  @Patch(':id')
  async update(
    @IdParam() id: number,
    @Body() change: UpdateSavedFilter,
    @CurrentActor() actor: Actor,
  ): Promise<SavedFilterView> {
    return presentSavedFilter(await this.filters.update(id, change, actor));
  }

  /** One of the signed-in user’s own. */
  @Delete(':id')
  @HttpCode(204)
  delete(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<void> {
    return this.filters.delete(id, actor);
  }
}
