import { Body, Controller, Get, HttpCode, Post, Req, Res, Patch, Query, Delete } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { idsOf } from '../platform/collections.js';
import { ForbiddenError } from '../platform/errors.js';
import { AccessGuard } from './access.guard.js';
import { AccessService, actorOf } from './access.service.js';
import { type Actor, AllowSignedIn, CurrentActor, Public, ForAllRegions } from './actor.js';
import {
  InstallationView,
  Login,
  Me,
  presentActor,
  ChangeOwnPassword,
  CreateUser,
  presentUser,
  UpdateUser,
  UserRow,
  UserPage,
  UserView,
} from './user.dto.js';
import { ColleagueView } from './colleague.dto.js';
import { Cookies, SESSION_COOKIE, KnownDevices } from './cookies.service.js';
import { SessionsService } from './sessions.service.js';
import { UsersService } from './users.service.js';
import { IdParam } from '../platform/http/id-param.js';
import { mapPage, NamedQuery, PageQuery } from '../platform/http/paging.dto.js';
import { ApiKeyPage, CreateApiKey, NewApiKeyView, presentApiKey } from './api-key.dto.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuditEntryView, AuditPage, AuditQuery, presentAuditEntry } from './audit.dto.js';
import { AuditService } from './audit.service.js';

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

  /** Signs a person in: the answer sets the cookie of a session. Programs send an API key, or HTTP Basic, with each call instead. */
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
    const { token, maxAgeSeconds } = await this.access.openSession(user, request);
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

  /** Ends the session that the call came by; without one nothing happens. */
  @AllowSignedIn()
  @Post('logout')
  @HttpCode(204)
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = this.cookies.read(request, SESSION_COOKIE);
    if (token) await this.access.closeSession(token);
    this.cookies.set(reply, SESSION_COOKIE, '', 0);
  }

  /** Who is calling, with which roles and regions. */
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

@ApiTags('users')
@ForAllRegions()
@Controller('api/users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
  ) {}

  /** Blocked ones, too, each with the number of sessions. */
  @Get()
  async list(@Query() query: NamedQuery): Promise<UserPage> {
    const page = await this.users.list(query);
    const sessions = await this.sessions.counts(idsOf(page.data));
    return mapPage(page, (user): UserRow => ({ ...presentUser(user), sessions: sessions.get(user.id) ?? 0 }));
  }

  /** With a first password, which whoever sets it hands over; nothing is e-mailed. */
  @Post()
  async create(@Body() input: CreateUser): Promise<UserView> {
    return presentUser(await this.users.create(input));
  }

  /** A new password or blocking ends the user's sessions at once. */
  @Patch(':id')
  async update(@IdParam() id: number, @Body() change: UpdateUser): Promise<UserView> {
    return presentUser(await this.users.update(id, change));
  }
}

@ApiTags('users')
@Controller('api/colleagues')
@AllowSignedIn()
export class ColleaguesController {
  constructor(private readonly users: UsersService) {}

  /** Those whom an order can be assigned to, or who can be named in a note; all in one list. */
  @Get()
  list(@CurrentActor() actor: Actor): Promise<ColleagueView[]> {
    return this.users.colleaguesOf(actor);
  }
}

@ApiTags('api-keys')
@ForAllRegions()
@Controller('api/api-keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  /** Without the keys themselves. */
  @Get()
  async list(@Query() query: PageQuery): Promise<ApiKeyPage> {
    return mapPage(await this.apiKeys.list(query), presentApiKey);
  }

  /** The answer carries the key, this once. */
  @Post()
  async create(@Body() input: CreateApiKey): Promise<NewApiKeyView> {
    const { apiKey, key } = await this.apiKeys.create(input);
    return { ...presentApiKey(apiKey), key };
  }

  /** The key is refused from then on. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@IdParam() id: number): Promise<void> {
    await this.apiKeys.delete(id);
  }
}

@ApiTags('audit')
@ForAllRegions()
@Controller('api/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  /** Who changed what, and when. */
  @Get()
  async list(@Query() query: AuditQuery): Promise<AuditPage> {
    return mapPage(await this.audit.list(query), presentAuditEntry);
  }

  /** One change, with what was before and after it. */
  @Get(':id')
  async get(@IdParam() id: number): Promise<AuditEntryView> {
    return presentAuditEntry(await this.audit.get(id));
  }
}
