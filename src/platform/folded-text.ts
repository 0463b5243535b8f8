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

/** Whether one of them has that name for people, who tell things apart by it. */
export function isNameTaken(name: string, others: Iterable<{ name: string }>): boolean {
  return [...others].some((each) => foldedText(each.name) === foldedText(name));
}
