/** A text as the service compares people's spellings: small letters, ё as е, one space where there are several or what is not seen. */
export function foldedText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
}
