import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidInputError } from '../errors.js';

/** Control characters but tabs and line breaks, and halves of surrogate pairs: the databases cut them off or store another text. */
const REFUSED = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

/**
 * Refuses requests that have such a character anywhere in a body, a query or a part of the path, whatever takes them: what is compared
 * and what is stored is then the same text on both databases.
 * @param isRaw requests whose body is kept as it came
 */
export function refuseControlCharacters(fastify: FastifyInstance, isRaw: (request: FastifyRequest) => boolean): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    const path = isRaw(request)
      ? undefined
      : (controlCharacterIn(request.params) ?? controlCharacterIn(request.query) ?? controlCharacterIn(request.body));
    done(path === undefined ? undefined : InvalidInputError.of(path, 'has a control character'));
  });
}

/** @returns the path of the first text or name that has one; "" for the value itself */
export function controlCharacterIn(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return REFUSED.test(value) ? path : undefined;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  for (const [name, part] of Object.entries(value)) {
    if (REFUSED.test(name)) return path;
    const inside = Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name;
    const found = controlCharacterIn(part, inside);
    if (found !== undefined) return found;
  }
  return undefined;
}
