import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
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
    // By one route: a start would take a tenth longer with one for each file.
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isNamedByContent = path.includes(`${join(directory, 'assets')}`);
      void reply.header('Cache-Control', isNamedByContent ? FOR_EVER : ASK_EACH_TIME);
    },
  });
  const files = filesIn(directory);
  fastify.get<{ Params: { '*': string } }>('/*', (request, reply) => {
    const path = request.params['*'];
    if (files.has(path)) return reply.sendFile(path);
    if (path === '') return reply.sendFile('index.html');
    if (isPageOfThePanel(request)) return reply.sendFile('index.html');
    // Another replica may have it: while they are upgraded each has the files of its own version.
    void reply.header('Cache-Control', 'no-store');
    answerProblem(new NotFoundError('This address'), request, reply);
    return reply; // what else is returned is sent once more
  });
}

/** As they stand in addresses. */
function filesIn(directory: string): Set<string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Set(paths.map((path) => relative(directory, path).replaceAll(sep, '/')));
}

function isPageOfThePanel({ url, headers }: FastifyRequest): boolean {
  return !PROGRAMS.test(url) && (headers.accept ?? '').includes('text/html');
}
