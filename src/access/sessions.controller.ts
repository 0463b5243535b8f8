import { Controller, Delete, Get, HttpCode, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { IdParam } from '../platform/http/id-param.js';
import { type Actor, AllowSignedIn, CurrentActor, ForAllRegions, userIdOf } from './actor.js';
import { Cookies, SESSION_COOKIE } from './cookies.service.js';
import { EndedSessionsView, presentSession, SessionView } from './session.dto.js';
import { SessionsService } from './sessions.service.js';
import { tokenHashOf } from './tokens.js';

@ApiTags('auth')
@AllowSignedIn()
@Controller('api/auth/me/sessions')
export class OwnSessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly cookies: Cookies,
  ) {}

  /** Where one is signed in, newest first, up to 200. */
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<SessionView[]> {
    const ownHash = ownHashOf(this.cookies, request);
    return (await this.sessions.list(userIdOf(actor, 'Sessions'))).map((session) => presentSession(session, ownHash));
  }

  /** Ends all one's sessions but the present one. */
  @Delete()
  async endOthers(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<EndedSessionsView> {
    return {
      ended: await this.sessions.end(userIdOf(actor, 'Sessions'), { butHash: ownHashOf(this.cookies, request) }),
    };
  }

  /** Signs out at one place. */
  @Delete(':sessionId')
  @HttpCode(204)
  async end(@CurrentActor() actor: Actor, @Param('sessionId') id: string): Promise<void> {
    await this.sessions.end(userIdOf(actor, 'Sessions'), { id });
  }
}

@ApiTags('users')
@ForAllRegions()
@Controller('api/users/:id/sessions')
export class UserSessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly cookies: Cookies,
  ) {}

  /** Where a user is signed in, newest first, up to 200. */
  @Get()
  async list(@IdParam() userId: number, @Req() request: FastifyRequest): Promise<SessionView[]> {
    const ownHash = ownHashOf(this.cookies, request);
    return (await this.sessions.list(userId)).map((session) => presentSession(session, ownHash));
  }

  /** Signs a user out everywhere. */
  @Delete()
  async endAll(@IdParam() userId: number): Promise<EndedSessionsView> {
    return { ended: await this.sessions.end(userId) };
  }

  /** Signs a user out at one place. */
  @Delete(':sessionId')
  @HttpCode(204)
  async end(@IdParam() userId: number, @Param('sessionId') id: string): Promise<void> {
    await this.sessions.end(userId, { id });
  }
}

/** undefined = the call came by no session. */
function ownHashOf(cookies: Cookies, request: FastifyRequest): string | undefined {
  const token = request.headers.authorization ? undefined : cookies.read(request, SESSION_COOKIE);
  return token && tokenHashOf(token);
}
