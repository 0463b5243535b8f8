import type { FastifyInstance } from 'fastify';
import type { Problem } from '../../platform/http/problem.dto.js';
import type { PartsSoftError } from './parts-soft.dto.js';

export const API_V3 = 'api/v3';

/** Names the filters that said nothing: a program can tell that it got more than it asked for. */
export const IGNORED_FILTERS = 'X-Ignored-Filters';

/** Programs written for PARTS SOFT look at `status` of a JSON answer, also where nothing that they asked for was reached. */
export function answerErrorsAsPartsSoft(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', async (request, reply, payload) => {
    if (reply.statusCode < 400 || !request.url.startsWith(`/${API_V3}/`)) return payload;
    const { status: _, ...problem } = payload as Problem;
    void reply.type('application/json');
    return { status: 'ERROR', message: problem.detail, errors: [], ...problem } satisfies PartsSoftError;
  });
}
