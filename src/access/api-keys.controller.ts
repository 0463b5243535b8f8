import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ForAllRegions } from './allow.decorator.js';
import { mapPage, PageQuery } from '../platform/http/paging.dto.js';
import { ParseIdPipe } from '../platform/http/parse-id.pipe.js';
import { ApiKeyPage, CreateApiKey, NewApiKeyView, presentApiKey } from './api-key.dto.js';
import { ApiKeysService } from './api-keys.service.js';

@ApiTags('api-keys')
@ForAllRegions()
@Controller('api/api-keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Get()
  async list(@Query() query: PageQuery): Promise<ApiKeyPage> {
    return mapPage(await this.apiKeys.list(query), presentApiKey);
  }

  @Post()
  async create(@Body() input: CreateApiKey): Promise<NewApiKeyView> {
    const { apiKey, key } = await this.apiKeys.create(input);
    return { ...presentApiKey(apiKey), key };
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@Param('id', ParseIdPipe) id: number): Promise<void> {
    await this.apiKeys.delete(id);
  }
}
