/** The text without these signs. */
export function without(text: string, signs: readonly string[]): string {
  return signs.reduce((rest, sign) => rest.replaceAll(sign, ''), text);
}

/** SQL expression of a column without these signs; all engines know it. */
export function withoutIn(column: string, signs: readonly string[]): string {
  return signs.reduce((sql, sign) => `REPLACE(${sql}, '${sign}', '')`, column);
}

/** Text for a LIKE search for `q` anywhere, for a condition that says `ESCAPE '!'`. */
export function likeAnywhere(q: string): string {
  return `%${likeBeginning(q)}`;
}

/** Text for a LIKE search for what begins with `q`, for a condition that says `ESCAPE '!'`. */
export function likeBeginning(q: string): string {
  return `${q.replace(/[!%_]/g, '!$&')}%`;
}

/** A text as it is, small, in capitals, and with a capital at the beginning of each word. */
export function letterCases(text: string): string[] {
  const small = text.toLowerCase();
  const words = small.replace(
    /(^|[^\p{L}\p{N}])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
  return [...new Set([text, small, text.toUpperCase(), words])];
}
