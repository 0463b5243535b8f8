import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessService } from './access.service.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuditController } from './audit.controller.js';
import { AuditService } from './audit.service.js';
import { AuthController } from './auth.controller.js';
import { Cookies } from './cookies.service.js';
import { FirstAdministrator } from './first-administrator.service.js';
import { KnownDevices } from './known-devices.service.js';
import { RequestContextInterceptor } from './request-context.js';
import { SignInThrottle } from './sign-in-throttle.service.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

/** Global, since every module records who changed what. */
@Global()
@Module({
  controllers: [AuthController, UsersController, ApiKeysController, AuditController],
  providers: [
    AccessService,
    UsersService,
    ApiKeysService,
    AuditService,
    SignInThrottle,
    KnownDevices,
    Cookies,
    FirstAdministrator,
    AccessGuard,
    { provide: APP_GUARD, useExisting: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: RequestContextInterceptor },
  ],
  exports: [FirstAdministrator, AuditService, AccessGuard],
})
export class AccessModule {}
