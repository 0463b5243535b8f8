import { InvalidInput } from './errors.js';
import { bodyOf, choiceIn, flagIn, listIn, numberIn, objectIn, textIn, wholeNumberIn } from './input.js';
import type { Connection } from './one-c/exchange-client.js';
import { LOSABLE, SWITCHES, type Misbehaviour } from './one-c/misbehaviour.js';
import type { ConnectionGiven, FileOptions } from './one-c/one-c.js';
import type { OutboxResult } from './one-c/outbox-client.js';
import { ENCODINGS, SCHEMA_VERSIONS } from './one-c/status-file.js';

type Fields = Record<string, unknown>;
type Line = string | number;

const MOST_PIECES = 1_000_000;

/** What is left out stays as it is; before the first connection address and sign-in are needed. */
export function connectionFrom(value: unknown, known: Connection | null): ConnectionGiven {
  const fields = bodyOf(value);
  const given = {
    url: addressIn(fields) ?? known?.url,
    login: textIn(fields, 'login') ?? known?.login,
    password: textIn(fields, 'password') ?? known?.password,
  };
  const choice = <T extends string>(name: keyof Connection, choices: readonly T[], otherwise: T): T =>
    fields[name] === undefined
      ? ((known?.[name] as T | undefined) ?? otherwise)
      : choiceIn(fields[name], choices, name);
  const flag = (name: 'zip' | 'keepsLineRequisites'): boolean => flagIn(fields, name) ?? known?.[name] ?? false;
  return {
    url: needed(given.url, 'url'),
    login: needed(given.login, 'login'),
    password: needed(given.password, 'password'),
    encoding: choice('encoding', ENCODINGS, 'utf-8'),
    schemaVersion: choice('schemaVersion', SCHEMA_VERSIONS, '2.05'),
    zip: flag('zip'),
    keepsLineRequisites: flag('keepsLineRequisites'),
  };
}

function addressIn(fields: Fields): string | undefined {
  const url = textIn(fields, 'url');
  if (url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return url;
  throw new InvalidInput('url', 'url: нужен адрес, начинающийся с http:// или https://');
}

function needed<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw new InvalidInput(name, `${name}: не заполнено`);
}

export function misbehaviourFrom(value: unknown): Partial<Misbehaviour> {
  const fields = bodyOf(value);
  const known = [...SWITCHES, 'loseAnswerOf'];
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InvalidInput(unknown, `${unknown}: такого поведения у 1С нет`);
  const change: Partial<Misbehaviour> = {};
  for (const name of SWITCHES) {
    const flag = flagIn(fields, name);
    if (flag !== undefined) change[name] = flag;
  }
  const { loseAnswerOf } = fields;
  if (loseAnswerOf === null) change.loseAnswerOf = null;
  else if (loseAnswerOf !== undefined) change.loseAnswerOf = choiceIn(loseAnswerOf, LOSABLE, 'loseAnswerOf');
  return change;
}

export function textFrom(value: unknown, name: string): string {
  const text = textIn(bodyOf(value), name)?.trim();
  if (text) return text;
  throw new InvalidInput(name, `${name}: не заполнено`);
}

export function fileFrom(value: unknown): FileOptions & { bytes: Buffer } {
  const fields = bodyOf(value);
  const body = needed(textIn(fields, 'body'), 'body');
  const filename = textFrom(value, 'filename');
  const encoding = fields['encoding'] === undefined ? 'utf8' : choiceIn(fields['encoding'], ['base64'], 'encoding');
  const partSize = wholeNumberIn(fields, 'partSize', 1, 100_000_000);
  return { bytes: Buffer.from(body, encoding), filename, ...(partSize !== undefined && { partSize }) };
}

export function lineFrom(value: unknown): Line {
  return lineIn(bodyOf(value), 'line');
}

export function quantityFrom(value: unknown): { line: Line; quantity: number } {
  const fields = bodyOf(value);
  const quantity = needed(numberIn(fields, 'quantity', 0, MOST_PIECES), 'quantity');
  return { line: lineIn(fields, 'line'), quantity };
}

export function shipmentFrom(value: unknown): { line: Line; quantity: number }[] {
  const lines = needed(listIn(bodyOf(value), 'lines'), 'lines');
  return lines.map((each, index) => {
    const path = `lines[${index}]`;
    const fields = objectIn(each, path);
    const quantity = needed(wholeNumberIn(fields, 'quantity', 1, MOST_PIECES), `${path}.quantity`);
    return { line: lineIn(fields, `${path}.line`), quantity };
  });
}

/** A place is a number, a part's key or number a text. */
function lineIn(fields: Fields, path: string): Line {
  const { line } = fields;
  if (typeof line === 'string' && line !== '') return line;
  if (Number.isInteger(line)) return line as number;
  throw new InvalidInput(path, `${path}: нужно место строки числом или артикул строкой`);
}

export function resultsFrom(value: unknown): OutboxResult[] {
  const results = bodyOf(value)['results'];
  if (!Array.isArray(results)) throw new InvalidInput('results', 'results: нужен список');
  return results.map((each, index) => {
    const fields = objectIn(each, `results[${index}]`);
    const externalId = textIn(fields, 'externalId');
    const error = textIn(fields, 'error');
    return {
      eventId: needed(textIn(fields, 'eventId'), `results[${index}].eventId`),
      success: needed(flagIn(fields, 'success'), `results[${index}].success`),
      ...(externalId !== undefined && { externalId }),
      ...(error !== undefined && { error }),
    };
  });
}
