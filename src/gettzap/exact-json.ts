import { LosslessNumber, parse } from 'lossless-json';

/** Deeper bodies are refused before they are parsed: a parser that recurses would run out of stack. */
const MAX_DEPTH = 64;

export class InvalidJsonError extends Error {}

/**
 * Parses JSON with every number kept digit for digit, as a `LosslessNumber`.
 * @throws InvalidJsonError
 */
export function parseExactJson(text: string): unknown {
  checkDepth(text);
  try {
    return parse(text, undefined, { onDuplicateKey: ({ newValue }) => newValue });
  } catch (error) {
    throw new InvalidJsonError((error as Error).message);
  }
}

/** The digits of a number, or the text of a string; undefined for anything else. */
export function digitsOrText(value: unknown): string | undefined {
  if (value instanceof LosslessNumber) return value.value;
  return typeof value === 'string' ? value : undefined;
}

function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') {
      inString = true;
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > MAX_DEPTH) throw new InvalidJsonError(`Nested deeper than ${MAX_DEPTH} levels.`);
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
  }
}
