import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { ApiAnswer } from './api-client.js';

type Schema = Record<string, unknown>;

type Content = Record<string, { schema: Schema }>;
interface Answer {
  content?: Content;
  headers?: Record<string, unknown>;
}
type Answered = Answer | { $ref: string };

interface Operation {
  responses: Record<string, Answered>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses?: Record<string, Answer> };
}

/** Addresses that the document is about; the rest of the service is files and what a monitor reads. */
const DESCRIBED = /^\/(api|gettzap|1c\/outbox)\//;
const NOT_DESCRIBED = /^\/api\/(docs|openapi\.json)/;

/** Headers that a client reads, where an answer has them. */
const READ_HEADERS = ['Retry-After', 'Content-Disposition', 'X-Ignored-Filters', 'Location', 'ETag'];

/** Says where answers differ from an OpenAPI document. */
export class Description {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly shared: Record<string, Answer>;
  private readonly operations: Array<{ path: string; address: RegExp; methods: Record<string, Operation> }>;
  private readonly validators = new Map<Schema, ValidateFunction>();

  constructor({ paths, components }: Document) {
    this.shared = components.responses ?? {};
    (addFormats as unknown as (ajv: Ajv) => void)(this.ajv);
    this.ajv.addSchema({ $id: 'document', components: strict(components) as Schema });
    const fixedFirst = (path: string) => path.replaceAll('{', '~');
    this.operations = Object.keys(paths)
      .toSorted((one, other) => (fixedFirst(one) < fixedFirst(other) ? -1 : 1))
      .map((path) => ({ path, address: addressOf(path), methods: paths[path]! }));
  }

  /** @returns how it differs, one line for each difference */
  differences(method: string, path: string, answer: ApiAnswer): string[] {
    const found = this.operations.find(({ address, methods }) => address.test(path) && method.toLowerCase() in methods);
    if (!found) return answer.status === 404 ? [] : [`${method} ${path} ${answer.status}: the call is not described`];
    const name = `${method} ${found.path} ${answer.status}`;
    const { responses } = found.methods[method.toLowerCase()]!;
    const named = responses[answer.status] ?? responses[`${String(answer.status)[0]}XX`];
    if (!named) return [`${name}: the status is not described`];
    const response = '$ref' in named ? this.shared[named.$ref.split('/').at(-1)!]! : named;
    const differences = [...this.inBody(response.content, answer), ...inHeaders(response.headers, answer)];
    return differences.map((difference) => `${name}: ${difference}`);
  }

  private inBody(content: Content | undefined, { body, headers }: ApiAnswer): string[] {
    const type = headers.get('content-type')?.split(';')[0];
    if (!content) return type || body ? [`it has a body, ${type}`] : [];
    const described = Object.entries(content).find(([each]) => each.split(';')[0] === type)?.[1];
    if (!described) return [`its content type is ${type}, not ${Object.keys(content).join(', ')}`];
    return type!.includes('json') ? this.inJson(described.schema, body) : [];
  }

  private inJson(schema: Schema, body: unknown): string[] {
    const validate = this.validators.get(schema) ?? this.ajv.compile(strict(schema) as Schema);
    this.validators.set(schema, validate);
    if (validate(body)) return [];
    return validate.errors!.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

function inHeaders(described: Answer['headers'] = {}, { headers }: ApiAnswer): string[] {
  const told = READ_HEADERS.filter((name) => headers.has(name) && !Object.hasOwn(described, name));
  return told.map((name) => `its header ${name} is not described`);
}

/** As JSON Schema, and with only the properties that are described. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strict(value)]));
  if (typeof rest.$ref === 'string') rest.$ref = rest.$ref.replace('#', 'document#');
  if (rest.type === 'object' && rest.properties !== undefined) rest.additionalProperties ??= false;
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : rest;
}

function addressOf(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}

/** A worker's own globals, which its test files share: to compile the schemas takes longer than many a file's tests. */
const kept = globalThis as { partsdeskDescription?: Description };

/** How an answer differs from openapi.json, from which others' clients are made. */
export async function differencesOf(method: string, response: Response): Promise<string[]> {
  const { pathname } = new URL(response.url);
  // The stand-ins of other sides answer without one, and are described nowhere.
  const isOurs = response.headers.has('x-request-id');
  if (!isOurs || !DESCRIBED.test(pathname) || NOT_DESCRIBED.test(pathname)) return [];
  kept.partsdeskDescription ??= new Description(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8')),
  );
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson ? await response.clone().json() : undefined;
  return kept.partsdeskDescription.differences(method, pathname, {
    status: response.status,
    headers: response.headers,
    body,
  });
}
