import { foldedText } from '../../platform/folded-text.js';

interface Named {
  id: number;
  name: string;
}

/** Not within an e-mail address. */
const AT = /(?<![\p{L}\p{N}._+-])@/gu;
const WORD = /^[\p{L}\p{N}-]+/u;

/** Ids of those whom a text speaks to: by `@` and their name, or by a word of it that no other one's name has. */
export function mentionedIn(text: string, people: Named[]): number[] {
  const known = people.map(({ id, name }) => ({ id, name: foldedText(name) })).filter(({ name }) => name !== '');
  const written = foldedText(text);
  const ids = [...written.matchAll(AT)].flatMap(({ index }) => namedAt(written.slice(index + 1), known));
  return [...new Set(ids)];
}

function namedAt(text: string, people: Named[]): number[] {
  const whole = people.filter(({ name }) => text.startsWith(name) && !WORD.test(text.slice(name.length)));
  const length = Math.max(...whole.map(({ name }) => name.length));
  if (whole.length > 0) return whole.filter(({ name }) => name.length === length).map(({ id }) => id);
  const word = WORD.exec(text)?.[0] ?? '';
  const those = people.filter(({ name }) => name.split(' ').includes(word));
  return those.length === 1 ? [those[0]!.id] : [];
}
