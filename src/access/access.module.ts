import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessService } from './access.service.js';
import {
  ApiKeysController,
  AuthController,
  ColleaguesController,
  UsersController,
  AuditController,
} from './access.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuditService } from './audit.service.js';
import { Cookies, KnownDevices } from './cookies.service.js';
import { FirstAdministrator } from './first-administrator.service.js';
import { RegionsController } from './regions/regions.controller.js';
import { RegionsService } from './regions/regions.service.js';
import { RequestContextInterceptor } from './request-context.js';
import { OwnSessionsController, UserSessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SignInThrottle } from './sign-in-throttle.service.js';
import { UsersService } from './users.service.js';

/** Global, since every module records who changed what, and where it lies. */
@Global()
@Module({
  controllers: [
    AuthController,
    OwnSessionsController,
    UsersController,
    UserSessionsController,
    ColleaguesController,
    ApiKeysController,
    AuditController,
    RegionsController,
  ],
  providers: [
    AccessService,
    UsersService,
    SessionsService,
    ApiKeysService,
    AuditService,
    SignInThrottle,
    KnownDevices,
    Cookies,
    FirstAdministrator,
    RegionsService,
    AccessGuard,
    { provide: APP_GUARD, useExisting: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: RequestContextInterceptor },
  ],
  exports: [FirstAdministrator, AuditService, AccessGuard, RegionsService],
})
export class AccessModule {}
