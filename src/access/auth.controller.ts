import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForbiddenError } from '../platform/errors.js';
import { AccessGuard } from './access.guard.js';
import { AccessService, actorOf } from './access.service.js';
import type { Actor } from './actor.js';
import { AllowSignedIn, CurrentActor, Public } from './allow.decorator.js';
import { InstallationView, Login, Me, presentActor } from './auth.dto.js';
import { Cookies, SESSION_COOKIE } from './cookies.service.js';
import { KnownDevices } from './known-devices.service.js';
import { ChangeOwnPassword } from './user.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('auth')
@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly access: AccessService,
    private readonly users: UsersService,
    private readonly guard: AccessGuard,
    private readonly cookies: Cookies,
    private readonly devices: KnownDevices,
  ) {}

  @Public()
  @Post('login')
  @HttpCode(200)
  async login(
    @Body() { email, password }: Login,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    this.guard.refuseForeignChange(request); // else another site could sign a person in as somebody else
    const user = await this.access.byPassword(email, password, request);
    const { token, maxAgeSeconds } = await this.access.openSession(user);
    this.cookies.set(reply, SESSION_COOKIE, token, maxAgeSeconds);
    this.devices.welcome(request, reply, user.id);
    return presentActor(actorOf(user));
  }

  /** What the sign-in page needs to know, for anybody. */
  @Public()
  @Get('installation')
  async installation(): Promise<InstallationView> {
    return { hasAnybodySignedIn: await this.access.hasAnybodySignedIn() };
  }

  @AllowSignedIn()
  @Post('logout')
  @HttpCode(204)
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = this.cookies.read(request, SESSION_COOKIE);
    if (token) await this.access.closeSession(token);
    this.cookies.set(reply, SESSION_COOKIE, '', 0);
  }

  @AllowSignedIn()
  @Get('me')
  me(@CurrentActor() actor: Actor): Me {
    return presentActor(actor);
  }

  /** Changes one's own password and ends all one's sessions. */
  @AllowSignedIn()
  @Post('me/password')
  @HttpCode(204)
  async changePassword(
    @Body() { currentPassword, newPassword }: ChangeOwnPassword,
    @CurrentActor() { userId }: Actor,
    @Req() { ip }: FastifyRequest,
  ): Promise<void> {
    if (userId === null) throw new ForbiddenError('forbidden', 'An API key has no password.');
    await this.users.changeOwnPassword(userId, currentPassword, newPassword, ip);
  }
}
