import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NotFoundError } from '../errors.js';
import { answerProblem } from './problem.filter.js';

/** Files named by their content never change. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** What may change with each version is asked for each time. */
const ASK_EACH_TIME = 'no-cache';

/** Addresses of programs: what is not found there is not found, and no page. */
const PROGRAMS = /^\/(api|gettzap|assets|livez|readyz|metrics)(\/|$|\?)/;

/**
 * Serves the admin panel: its files, and its page for every address in it.
 * @param directory where the built panel lies; without it only the API is there
 */
export async function servePanel(fastify: FastifyInstance, directory: string): Promise<void> {
  if (!existsSync(join(directory, 'index.html'))) return;
  await fastify.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isNamedByContent = path.includes(`${join(directory, 'assets')}`);
      void reply.header('Cache-Control', isNamedByContent ? FOR_EVER : ASK_EACH_TIME);
    },
  });
  fastify.get('/', (_, reply) => reply.sendFile('index.html'));
  fastify.get('/*', (request, reply) => {
    if (!isPageOfThePanel(request)) return answerProblem(new NotFoundError('This address'), request, reply);
    return reply.sendFile('index.html');
  });
}

function isPageOfThePanel({ url, headers }: FastifyRequest): boolean {
  return !PROGRAMS.test(url) && (headers.accept ?? '').includes('text/html');
}
