import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '../platform/config/app-config.js';

/** Takes a cookie only from this very host, over https, for all of it: no other host of the domain can plant one. */
const OWN_HOST_ONLY = '__Host-';

export const SESSION_COOKIE = 'partsdesk_session';

/** Cookies that no script reads and no other site's form sends along. */
@Injectable()
export class Cookies {
  private readonly secure: boolean;

  constructor(config: AppConfig) {
    this.secure = config.publicUrl.startsWith('https:');
  }

  read(request: FastifyRequest, name: string): string | undefined {
    return parseCookie(request.headers.cookie ?? '')[this.fullName(name)];
  }

  /** @param maxAgeSeconds 0 removes the cookie */
  set(reply: FastifyReply, name: string, value: string, maxAgeSeconds: number): void {
    void reply.header(
      'Set-Cookie',
      stringifySetCookie({
        name: this.fullName(name),
        value,
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
        secure: this.secure,
        maxAge: maxAgeSeconds,
      }),
    );
  }

  private fullName(name: string): string {
    return this.secure ? OWN_HOST_ONLY + name : name;
  }
}
