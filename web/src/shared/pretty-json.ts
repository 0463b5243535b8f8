/** Strings, punctuation, and everything between them: numbers and words, as they are written. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Lays JSON out in lines. Numbers stay as they are written: `JSON.parse` would round long ids.
 * @returns null for what is not JSON
 */
export function prettyJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  let depth = 0;
  let before = '';
  let result = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const [token] of text.matchAll(TOKENS)) {
    const isOpening = token === '{' || token === '[';
    const isClosing = token === '}' || token === ']';
    if (isClosing) depth -= 1;
    if (isClosing ? before !== '{' && before !== '[' : before === '{' || before === '[' || before === ',') {
      result += line();
    }
    result += token === ':' ? ': ' : token;
    if (isOpening) depth += 1;
    before = token;
  }
  return result;
}
