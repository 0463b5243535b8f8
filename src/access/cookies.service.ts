import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
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

/** As long as browsers keep a cookie at most. */
const MAX_AGE_SECONDS = 400 * 86_400;
const PURPOSE = 'partsdesk known device';

/**
 * Recognises browsers in which a user has signed in before, by a cookie of its own for each user: an id of the device, signed with
 * the service's key. It opens nothing; wrong passwords from such a browser are only counted apart from everybody else's.
 */
@Injectable()
export class KnownDevices {
  /** The first signs; those from before a change of the key go on being recognised. */
  private readonly keys: Buffer[];

  constructor(
    private readonly cookies: Cookies,
    config: AppConfig,
  ) {
    this.keys = config.secretKeys.map((key) => createHmac('sha256', key).update(PURPOSE).digest());
  }

  /** @returns the id of the device; undefined = the user has not signed in there, or the cookie is not ours */
  recognise(request: FastifyRequest, userId: number): string | undefined {
    const [id = '', signature = ''] = (this.cookies.read(request, nameOf(userId)) ?? '').split('.');
    const given = Buffer.from(signature, 'base64url');
    const isOurs = this.keys.some((key) => {
      const expected = sign(key, userId, id);
      return expected.length === given.length && timingSafeEqual(expected, given);
    });
    return isOurs ? id : undefined;
  }

  /** The user has signed in: from now on the device is known. */
  welcome(request: FastifyRequest, reply: FastifyReply, userId: number): void {
    const id = this.recognise(request, userId) ?? randomBytes(16).toString('hex');
    const value = `${id}.${sign(this.keys[0]!, userId, id).toString('base64url')}`;
    this.cookies.set(reply, nameOf(userId), value, MAX_AGE_SECONDS);
  }
}

function nameOf(userId: number): string {
  return `partsdesk_device_${userId}`;
}

function sign(key: Buffer, userId: number, id: string): Buffer {
  return createHmac('sha256', key).update(`${userId}:${id}`).digest();
}
