import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ALLOWED_ROLES, FOR_ALL_REGIONS, PUBLIC, type Role } from './access/actor.js';
import { Problem } from './platform/http/problem.dto.js';
import { ID_PATTERN } from './platform/http/validation.js';
import { API_V3, IGNORED_FILTERS } from './shop-systems/parts-soft/parts-soft-errors.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Exclude<Schemas[string], { $ref: string }>;
type Headers = Record<string, { description: string; schema: Schema }>;

/** The OpenAPI document of the admin API and the webhook: what the compiler knows, and what holds for all of it. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('partsdesk')
    .setDescription(
      'Orders from GettZap: receiving, deciding, statuses, notifications. Errors are problem+json. ' +
        'A field or a parameter that a call does not know is refused by its name.',
    )
    .setVersion('1')
    .addBasicAuth()
    .addBearerAuth({ type: 'http', description: 'An API key.' })
    .addCookieAuth('partsdesk_session')
    .addSecurityRequirements('basic')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('cookie')
    .build();
  const document = SwaggerModule.createDocument(app, settings, { extraModels: [Problem] });
  return withSortedChoices(withFormats(withHeaders(withRefusals(withRights(document, app)))));
}

/** Who may make each call, as its handler says it. */
function withRights(document: OpenAPIObject, app: NestFastifyApplication): OpenAPIObject {
  const operations = new Map(operationsOf(document).map((operation) => [operation.operationId, operation]));
  const reflector = app.get(Reflector);
  for (const { metatype } of app.get(DiscoveryService, { strict: false }).getControllers()) {
    for (const name of app.get(MetadataScanner, { strict: false }).getAllMethodNames(metatype!.prototype)) {
      const operation = operations.get(`${metatype!.name}_${name}`);
      if (!operation) continue;
      const targets = [metatype!.prototype[name], metatype!];
      if (reflector.getAllAndOverride<boolean>(PUBLIC, targets)) {
        operation.security ??= [];
        continue;
      }
      const roles = ['admin', ...(reflector.getAllAndOverride<Role[]>(ALLOWED_ROLES, targets) ?? [])];
      const isForAll = reflector.getAllAndOverride<boolean>(FOR_ALL_REGIONS, targets);
      const rights = `Roles: ${roles.map((role) => `\`${role}\``).join(', ')}${isForAll ? ', of all regions' : ''}.`;
      operation.description = [operation.description, rights].filter(Boolean).join('\n\n');
    }
  }
  return document;
}

const RETRY_AFTER: Headers = {
  'Retry-After': { description: 'Seconds; with 429 and 503.', schema: { type: 'integer' } },
};

/** Each call may be refused, in the one form where it has none of its own. */
function withRefusals(document: OpenAPIObject): OpenAPIObject {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } };
  document.components!.responses = { Refusal: { description: 'problem+json', headers: RETRY_AFTER, content } };
  const refusal = { $ref: '#/components/responses/Refusal' };
  for (const { responses } of operationsOf(document)) {
    for (const status of ['4XX', '5XX']) {
      const own = responses[status];
      responses[status] = own ? { headers: RETRY_AFTER, ...own } : refusal;
    }
  }
  return document;
}

const FILE_NAME: Headers = {
  'Content-Disposition': { description: 'By what name to keep the file.', schema: { type: 'string' } },
};
const IGNORED: Headers = {
  [IGNORED_FILTERS]: {
    description: 'Filters that say nothing here, separated by commas; absent = there are none.',
    schema: { type: 'string' },
  },
};

/** What an answer says beside its body: the name of a file, filters that PARTS SOFT's programs are told of. */
function withHeaders(document: OpenAPIObject): OpenAPIObject {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const { responses, parameters = [] } of Object.values(methods) as Operation[]) {
      const answer = responses[200];
      if (!answer || '$ref' in answer) continue;
      const isList =
        path.startsWith(`/${API_V3}/`) && parameters.some((each) => 'name' in each && each.name === 'page');
      const isFile = Object.keys(answer.content ?? {}).some((type) => /csv|sheet/.test(type));
      if (isList) answer.headers = IGNORED;
      if (isFile) answer.headers = FILE_NAME;
    }
  }
  return document;
}

/** Of these schemas and fields numbers may have a fraction; all others are whole. */
const FRACTIONS = new Set([
  ...['HeldLimitView.value', 'HeldLimitView.limit', 'PriceListGuard'],
  ...['acceptedPercent', 'cost', 'decidedInTimePercent', 'deviation', 'deviationDown', 'deviationUp', 'latencyMs'],
]);
/** Named like ids of ours, and others' or of another form. */
const NO_IDS = new Set([
  ...['externalId', 'positionExternalId', 'eventId', 'requestId', 'offerId', 'subjectId'],
  ...['SessionView.id', 'OfferView.id', 'TriedPositionView.id', 'TriedMessageView.positionIds'],
]);
const IDS = /^ids?$|Ids?$/;
const INSTANTS = /^(at|now|since|until|decideBy|leaveBy)$|(At|Since|Until)$/;

/** Types tell less of a field than its name does: ids, colours and instants are texts, whole numbers are numbers. */
function withFormats(document: OpenAPIObject): OpenAPIObject {
  const { schemas = {} } = document.components!;
  for (const [name, schema] of Object.entries(schemas)) {
    if ('$ref' in schema) continue;
    for (const [field, property] of Object.entries(schema.properties ?? {})) {
      if (!('$ref' in property)) Object.assign(property, formatOf(property, field, name));
    }
  }
  for (const parameter of operationsOf(document).flatMap(({ parameters = [] }) => parameters)) {
    if ('$ref' in parameter || !parameter.schema || '$ref' in parameter.schema) continue;
    // A handler takes an id as the number that it is.
    const isId = parameter.in === 'path' && parameter.schema.type === 'number';
    if (isId) parameter.schema = { type: 'string', pattern: ID_PATTERN };
    else if (parameter.schema.type === 'number') parameter.schema.type = 'integer';
  }
  return document;
}

/** @param of the name of its schema */
function formatOf(schema: Schema, field: string, of: string): Schema {
  const { type, items, pattern, format } = schema;
  const isKept = (names: Set<string>) => [field, of, `${of}.${field}`].some((name) => names.has(name));
  if (type === 'number') return isKept(FRACTIONS) ? {} : { type: 'integer' };
  if (type === 'array' && items && !('$ref' in items)) return { items: { ...items, ...formatOf(items, field, of) } };
  if (type !== 'string') return {};
  if (field === 'color') return { pattern: '^#[0-9A-Fa-f]{6}$' };
  if (pattern ?? format) return {};
  if (IDS.test(field) && !isKept(NO_IDS)) return { pattern: ID_PATTERN };
  if (field === 'daysOff') return { format: 'date' };
  return INSTANTS.test(field) ? { format: 'date-time' } : {};
}

function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.values(paths).flatMap((path) => Object.values(path) as Operation[]);
}

/** By alphabet: the compiler lists a union's members as it came across them, which an unrelated import changes. */
function withSortedChoices(document: OpenAPIObject): OpenAPIObject {
  const sorted = (key: string, value: unknown) => (key === 'enum' && Array.isArray(value) ? value.toSorted() : value);
  return JSON.parse(JSON.stringify(document, sorted)) as OpenAPIObject;
}
