import { Description } from './described.js';

const THING = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    madeAt: { type: 'string', format: 'date-time' },
    owner: { nullable: true, type: 'object', allOf: [{ $ref: '#/components/schemas/Owner' }] },
  },
  required: ['id'],
};
const OWNER = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
const REFUSAL = {
  headers: { 'Retry-After': { schema: { type: 'integer' } } },
  content: { 'application/problem+json': { schema: { type: 'object' } } },
};

const description = new Description({
  paths: {
    '/things/{id}': {
      get: {
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
          '4XX': { $ref: '#/components/responses/Refusal' },
        },
      },
      delete: { responses: { 204: {} } },
    },
    '/things/first': {
      get: { responses: { 200: { content: { 'text/csv; charset=utf-8': { schema: { type: 'string' } } } } } },
    },
  },
  components: { schemas: { Thing: THING, Owner: OWNER }, responses: { Refusal: REFUSAL } },
});

/** @param type of the content; undefined = there is none */
function differencesOf(call: string, status: number, body?: unknown, type?: string, more: Record<string, string> = {}) {
  const [method = '', path = ''] = call.split(' ');
  const headers = new Headers({ ...(type !== undefined && { 'content-type': `${type}; charset=utf-8` }), ...more });
  return description.differences(method, path, { status, body, headers });
}

const got = (body: unknown) => differencesOf('GET /things/7', 200, body, 'application/json');

describe('an answer and its description', () => {
  it.each<[string, string[]]>([
    ['all that is described', got({ id: '1', madeAt: '2026-11-24T06:15:00.123Z', owner: { name: 'x' } })],
    ['what may be null or absent', got({ id: '1', owner: null })],
    ['no body', differencesOf('DELETE /things/7', 204)],
    ['a refusal', differencesOf('GET /things/7', 404, {}, 'application/problem+json')],
    ['its header', differencesOf('GET /things/7', 429, {}, 'application/problem+json', { 'retry-after': '1' })],
    ['another type, at an address that could be one thing’s', differencesOf('GET /things/first', 200, '', 'text/csv')],
    ['an address that is not there', differencesOf('GET /nothing', 404, {}, 'application/problem+json')],
  ])('fit: %s', (_, differences) => {
    expect(differences).toEqual([]);
  });

  it.each<[string, string[], string]>([
    ['a field more', got({ id: '1', secret: 'x' }), '"secret"'],
    ['a field more, deeper', got({ id: '1', owner: { name: 'x', secret: 'x' } }), '/owner'],
    ['a field less', got({}), 'required property'],
    ['null where it may not be', got({ id: null }), '/id must be string'],
    ['a time in words', got({ id: '1', madeAt: 'today' }), '/madeAt must match format'],
    ['a status', differencesOf('GET /things/7', 503, {}, 'application/problem+json'), '503: the status'],
    ['a type', differencesOf('GET /things/7', 404, {}, 'application/json'), 'its content type'],
    ['a body', differencesOf('DELETE /things/7', 204, '', 'text/plain'), 'it has a body'],
    ['a header', differencesOf('DELETE /things/7', 204, undefined, undefined, { 'retry-after': '1' }), 'Retry-After'],
    ['a call', differencesOf('PUT /things/7', 200, {}, 'application/json'), 'the call is not described'],
  ])('differ: %s', (_, differences, expected) => {
    expect(differences.join('\n')).toContain(expected);
  });
});
