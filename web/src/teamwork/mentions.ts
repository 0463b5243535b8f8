import type { TypedPlace } from '../shared/use-suggestions';

const MAX_TYPED = 40;

/** The name behind an `@` that is being typed at the caret; undefined where none is. */
export function mentionPlace(text: string, caret: number): TypedPlace | undefined {
  // Without a look behind, over which Safari before 16.4 throws the whole part of the panel away.
  const [, typed] = /(?:^|[^\p{L}\p{N}._+-])@([\p{L}\p{N}-]*(?: [\p{L}\p{N}-]*)?)$/u.exec(text.slice(0, caret)) ?? [];
  if (typed === undefined || typed.length > MAX_TYPED) return undefined;
  return { from: caret - '@'.length - typed.length, to: caret, typed };
}

/** Those whose name, or any word of it, begins with what was typed. */
export function colleaguesLike<T extends { name: string }>(colleagues: T[], typed: string): T[] {
  const wanted = plain(typed);
  return colleagues.filter(({ name }) => {
    const known = plain(name);
    // What was written out needs no suggestion.
    return (
      known !== wanted.trim() && (known.startsWith(wanted) || known.split(' ').some((word) => word.startsWith(wanted)))
    );
  });
}

export function writtenMention(name: string): string {
  return `@${name} `;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}
