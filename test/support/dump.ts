import { engine } from './engine.js';
import type { Shop } from './shop.js';
import { stored } from './stored.js';

/** Everything that any table holds, as text. */
export async function dumpOf(shop: Shop): Promise<string> {
  const database = stored(shop);
  const tables =
    engine === 'embedded'
      ? await database.query(`SELECT name FROM sqlite_master WHERE type = 'table'`)
      : await database.query(
          'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
        );
  const texts: string[] = [];
  for (const { name } of tables as Array<{ name: string }>) {
    const rows = (await database.query(`SELECT * FROM \`${name}\``)) as object[];
    for (const row of rows) texts.push(`${name}: ${Object.values(row).map(textOf).join(' | ')}`);
  }
  return texts.join('\n');
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) {
    return ['utf-8', 'windows-1251'].map((charset) => new TextDecoder(charset).decode(value)).join(' ');
  }
  return value instanceof Date ? value.toISOString() : String(value);
}
