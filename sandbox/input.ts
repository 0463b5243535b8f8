import { InvalidInput } from './errors.js';

type Fields = Record<string, unknown>;

export function objectIn(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new InvalidInput(field, `${field}: нужен объект`);
}

export function bodyOf(value: unknown): Fields {
  return value === undefined || value === null ? {} : objectIn(value, 'body');
}

export function textIn(fields: Fields, name: string, path = name): string | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new InvalidInput(path, `${path}: нужна строка`);
}

export function wholeNumberIn(fields: Fields, name: string, min: number, max: number): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InvalidInput(name, `${name}: нужно целое число от ${min} до ${max}`);
}

export function numberIn(fields: Fields, name: string, min: number, max: number): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new InvalidInput(name, `${name}: нужно число от ${min} до ${max}`);
}

export function flagIn(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'boolean') return value;
  throw new InvalidInput(name, `${name}: нужно true или false`);
}

export function choiceIn<T extends string>(value: unknown, choices: readonly T[], path: string): T {
  const known = choices.find((choice) => choice === value);
  if (known !== undefined) return known;
  throw new InvalidInput(path, `${path}: нужно одно из: ${choices.join(', ')}`);
}

export function listIn(fields: Fields, name: string): unknown[] | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.length > 0) return value;
  throw new InvalidInput(name, `${name}: нужен непустой список`);
}

export function idIn(fields: Fields, path: string): string | number | undefined {
  const value = fields['id'];
  if (value === undefined || (typeof value === 'string' && value !== '') || Number.isSafeInteger(value)) {
    return value as string | number | undefined;
  }
  throw new InvalidInput(path, `${path}: нужна непустая строка или целое число`);
}

/** What a stand-in is to do wrong, with which calls and how often. */
export function misbehaviourIn<Kind extends string, Of extends string>(
  value: unknown,
  kinds: readonly Kind[],
  concerned: readonly Of[],
): { kind: Kind; of?: Of; times?: number | null } {
  const fields = bodyOf(value);
  const times = fields['times'] === null ? null : wholeNumberIn(fields, 'times', 1, 1_000);
  return {
    kind: choiceIn(fields['kind'], kinds, 'kind'),
    ...(fields['of'] !== undefined && { of: choiceIn(fields['of'], concerned, 'of') }),
    ...(times !== undefined && { times }),
  };
}
