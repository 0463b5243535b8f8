import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.decorator.js';
import { mapPage } from '../shared/paging.dto.js';
import { ParseIdPipe } from '../shared/parse-id.pipe.js';
import {
  GettzapMessageDetail,
  GettzapMessagePage,
  GettzapMessageQuery,
  presentMessage,
  presentMessageDetail,
} from './gettzap-message.dto.js';
import { GettzapMessagesService } from './gettzap-messages.service.js';

@ApiTags('gettzap')
@Controller('api/gettzap-messages')
export class GettzapMessagesController {
  constructor(private readonly messages: GettzapMessagesService) {}

  @Get()
  @Allow('manager')
  async list(@Query() query: GettzapMessageQuery): Promise<GettzapMessagePage> {
    return mapPage(await this.messages.list(query), presentMessage);
  }

  @Get(':id')
  @Allow('manager')
  async get(@Param('id', ParseIdPipe) id: number): Promise<GettzapMessageDetail> {
    return presentMessageDetail(await this.messages.get(id));
  }

  /** Processes a stored message again, for instance one that came while the connection was off. */
  @Post(':id/reprocess')
  @HttpCode(200)
  @Allow('manager')
  async reprocess(@Param('id', ParseIdPipe) id: number): Promise<GettzapMessageDetail> {
    return presentMessageDetail(await this.messages.reprocess(id));
  }
}
