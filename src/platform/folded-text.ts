/**
 * A text by which people's spellings are compared: small letters, ё as е, the same signs in whatever way they are encoded, one space
 * where there are several or what is not seen.
 */
export function foldedText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
}

/** Those in one of whose texts somebody may look for this. */
export function searchedIn<T>(things: Iterable<T>, q: string, textsOf: (thing: T) => string[]): T[] {
  const wanted = foldedText(q);
  return [...things].filter((thing) => textsOf(thing).some((text) => foldedText(text).includes(wanted)));
}

/** Whether one of them has that name for people, who tell things apart by it. */
export function isNameTaken(name: string, others: Iterable<{ name: string }>): boolean {
  return [...others].some((each) => foldedText(each.name) === foldedText(name));
}
