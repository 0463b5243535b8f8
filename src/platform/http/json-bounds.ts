/** How deep a JSON text may be nested and how many values it may hold, so that what is made of it stays cheap. */
export interface JsonBounds {
  depth: number;
  values: number;
}

export type Excess = 'too_deep' | 'too_many_values';

const QUOTE = 34;
const COMMA = 44;
const OPENING_BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/**
 * Which bound a JSON text exceeds, counted in one pass before anything is made of it: some of what comes after compares all fields of
 * an object with each other. Whether the text is JSON at all is for the parser to say.
 */
export function excessOf(text: string, bounds: JsonBounds): Excess | undefined {
  let depth = 0;
  let values = 1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index);
    } else if (code === OPENING_BRACE || code === OPENING_BRACKET) {
      depth += 1;
      values += 1;
      if (depth > bounds.depth) return 'too_deep';
    } else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) {
      depth -= 1;
    } else if (code === COMMA) {
      values += 1;
    }
    if (values > bounds.values) return 'too_many_values';
  }
  return undefined;
}

/** @returns where the string that begins there ends; the end of the text when it does not */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) return index;
    if (code === BACKSLASH) index += 1;
  }
  return text.length;
}
