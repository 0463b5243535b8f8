import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { createApp } from './app.setup.js';
import { readConfig } from './platform/config/environment.js';
import { Problem } from './platform/http/problem.dto.js';

/** Writes the OpenAPI document to a file, or with `--check` says whether the file is up to date. */
async function main(...parameters: string[]): Promise<void> {
  const file = parameters.at(-1) ?? 'openapi.json';
  const dataDir = mkdtempSync(join(tmpdir(), 'partsdesk-openapi-'));
  const administrator = { ADMIN_EMAIL: 'nobody@example.com', ADMIN_PASSWORD: 'never used by anybody' };
  const app = await createApp(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn', TRIAL: 'false', ...administrator }));
  await app.init();
  const text = `${JSON.stringify(describeApi(app), null, 2)}\n`;
  await app.close();
  rmSync(dataDir, { recursive: true });
  if (!parameters.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    throw new Error(`${file} is out of date: run \`npm run openapi\`.`);
  }
}

/** The OpenAPI document of the admin API and the webhook. */
function describeApi(app: NestFastifyApplication): OpenAPIObject {
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
  return withSortedChoices(withTextIds(withRefusals(document)));
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const REFUSAL = {
  description: 'problem+json',
  headers: { 'Retry-After': { description: 'Seconds; with 429 and 503.', schema: { type: 'integer' as const } } },
  content: { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } },
};

/** Each call may be refused, in the one form where it has none of its own. */
function withRefusals(document: OpenAPIObject): OpenAPIObject {
  document.components!.responses = { Refusal: REFUSAL };
  const refusal = { $ref: '#/components/responses/Refusal' };
  for (const { responses } of operationsOf(document)) {
    responses['4XX'] ??= refusal;
    responses['5XX'] ??= refusal;
  }
  return document;
}

/** Ids are texts wherever they are written, also where a handler takes them as numbers. */
function withTextIds(document: OpenAPIObject): OpenAPIObject {
  for (const parameter of operationsOf(document).flatMap(({ parameters = [] }) => parameters)) {
    if (!('$ref' in parameter) && /(^id|Id)$/.test(parameter.name)) parameter.schema = { type: 'string' };
  }
  return document;
}

function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.values(paths).flatMap((path) => Object.values(path) as Operation[]);
}

/** By alphabet: the compiler lists a union's members as it came across them, which an unrelated import changes. */
function withSortedChoices(document: OpenAPIObject): OpenAPIObject {
  const sorted = (key: string, value: unknown) => (key === 'enum' && Array.isArray(value) ? value.toSorted() : value);
  return JSON.parse(JSON.stringify(document, sorted)) as OpenAPIObject;
}

main(...process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
