import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '../config/app-config.js';
import { ForbiddenError } from '../shared/errors.js';
import { AccessGuard } from './access.guard.js';
import { AccessService } from './access.service.js';
import type { Actor } from './actor.js';
import { AllowSignedIn, CurrentActor, Public } from './allow.decorator.js';
import { Login, Me, presentActor } from './auth.dto.js';
import { sessionToken, setSessionCookie } from './session-cookie.js';
import { ChangeOwnPassword } from './user.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('auth')
@Controller('api/auth')
export class AuthController {
  private readonly secureCookie: boolean;

  constructor(
    private readonly access: AccessService,
    private readonly users: UsersService,
    private readonly guard: AccessGuard,
    config: AppConfig,
  ) {
    this.secureCookie = config.publicUrl.startsWith('https:');
  }

  @Public()
  @Post('login')
  @HttpCode(200)
  async login(
    @Body() { email, password }: Login,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    this.guard.refuseForeignChange(request); // else another site could sign a person in as somebody else
    const actor = await this.access.byPassword(email, password, request.ip);
    const { token, maxAgeSeconds } = await this.access.openSession(actor.userId!);
    setSessionCookie(reply, token, maxAgeSeconds, this.secureCookie);
    return presentActor(actor);
  }

  @AllowSignedIn()
  @Post('logout')
  @HttpCode(204)
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = sessionToken(request);
    if (token) await this.access.closeSession(token);
    setSessionCookie(reply, '', 0, this.secureCookie);
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
