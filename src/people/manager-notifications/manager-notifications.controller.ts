import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, AllowSignedIn, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import { mapPage } from '../../platform/http/paging.dto.js';
import {
  ManagerNotificationPage,
  ManagerNotificationQuery,
  ManagerNotificationSettingsView,
  ManagerNotificationView,
  presentManagerNotification,
  ReadAll,
  ReadAllView,
  UnreadCountsView,
  UpdateManagerNotificationSettings,
} from './manager-notification.dto.js';
import { ManagerNotificationsService } from './manager-notifications.service.js';

@ApiTags('manager-notifications')
@Controller('api')
@AllowSignedIn()
export class ManagerNotificationsController {
  constructor(private readonly notifications: ManagerNotificationsService) {}

  /** The signed-in user's own. */
  @Get('manager-notifications')
  async list(@Query() query: ManagerNotificationQuery, @CurrentActor() actor: Actor): Promise<ManagerNotificationPage> {
    return mapPage(await this.notifications.list(actor, query), presentManagerNotification);
  }

  /** How many the signed-in user has not read, part by part. */
  @Get('manager-notifications/unread')
  unread(@CurrentActor() actor: Actor): Promise<UnreadCountsView> {
    return this.notifications.unread(actor);
  }

  /** Without a body: all of them. */
  @Post('manager-notifications/read-all')
  @HttpCode(200)
  async readAll(@Body() which: ReadAll, @CurrentActor() actor: Actor): Promise<ReadAllView> {
    return { read: await this.notifications.readAll(actor, which) };
  }

  /** Marks one of the signed-in user’s own as read; once more changes nothing. */
  @Post('manager-notifications/:id/read')
  @HttpCode(200)
  async read(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ManagerNotificationView> {
    return presentManagerNotification(await this.notifications.read(actor, id));
  }

  /** What the signed-in user is told of, and by which channels. */
  @Get('auth/me/notifications')
  async settings(@CurrentActor() actor: Actor): Promise<ManagerNotificationSettingsView> {
    return { kinds: await this.notifications.settings(actor) };
  }

  /** Changes the named kinds and channels only. */
  @Patch('auth/me/notifications')
  async changeSettings(
    @Body() { kinds }: UpdateManagerNotificationSettings,
    @CurrentActor() actor: Actor,
  ): Promise<ManagerNotificationSettingsView> {
    return { kinds: await this.notifications.changeSettings(actor, kinds) };
  }
}
