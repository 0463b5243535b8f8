/** Letters and digits alone, however the part is typed. */
export function partKeyOf({ brand, number }: { brand: string; number: string }): string {
  const folded = (text: string) =>
    text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]+/gu, '');
  return `${folded(brand)}-${folded(number)}`;
}
