import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The worked example of docs/gettzap.md, taken from there so that the page stays true. */
export function adapterExample() {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'gettzap.md'), 'utf8');
  const section = page.slice(page.indexOf('### A worked example'));
  const blocks = [...section.matchAll(/```\w+\n(.*?)```/gs)].map(([, block]) => block!);
  const [order, inbound, outbound, settings] = blocks as [string, string, string, string];
  return { order, adapter: { inbound, outbound, ...(JSON.parse(settings) as object) } };
}

/** Text in windows-1251, as far as Russian needs it. */
export function windows1251(text: string): Uint8Array<ArrayBuffer> {
  const special: Record<string, number> = { Ё: 0xa8, ё: 0xb8, '№': 0xb9 };
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return special[character] ?? (code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code);
  });
}
