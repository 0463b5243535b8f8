import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ForAllRegions } from './allow.decorator.js';
import { mapPage, PageQuery } from '../platform/http/paging.dto.js';
import { ParseIdPipe } from '../platform/http/parse-id.pipe.js';
import { CreateUser, presentUser, UpdateUser, UserPage, UserView } from './user.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@ForAllRegions()
@Controller('api/users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  async list(@Query() query: PageQuery): Promise<UserPage> {
    return mapPage(await this.users.list(query), presentUser);
  }

  @Post()
  async create(@Body() input: CreateUser): Promise<UserView> {
    return presentUser(await this.users.create(input));
  }

  /** A new password or blocking ends the user's sessions at once. */
  @Patch(':id')
  async update(@Param('id', ParseIdPipe) id: number, @Body() change: UpdateUser): Promise<UserView> {
    return presentUser(await this.users.update(id, change));
  }
}
