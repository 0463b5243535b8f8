import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessService } from './access.service.js';
import { AuthController } from './auth.controller.js';
import { FirstAdministrator } from './first-administrator.service.js';

@Module({
  controllers: [AuthController],
  providers: [AccessService, FirstAdministrator, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [FirstAdministrator],
})
export class AccessModule {}
