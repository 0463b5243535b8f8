import { list } from './inbox.js';
import type { Observed } from './observed.js';

/** I6: no secret of this world in any log, row, attempt or file. */
export async function checkSecrets(world: Observed): Promise<string[]> {
  const places = new Map<string, Buffer>();
  world.replicas.forEach(({ output }, index) =>
    places.set(`the log of replica ${index + 1}`, Buffer.from(output.join(''))),
  );
  for (const table of await world.database.tables()) places.set(`table ${table}`, await contentOf(world, table));
  world.database.files().forEach((bytes, index) => places.set(`file ${index + 1}`, bytes));
  const found: string[] = [];
  for (const [what, text] of Object.entries(world.secretTexts())) {
    for (const [place, bytes] of places) if (bytes.includes(text)) found.push(`${what} in ${place}`);
  }
  return list('I6: secrets seen', found);
}

async function contentOf({ database }: Observed, table: string): Promise<Buffer> {
  const rows = await database.rows(`SELECT * FROM \`${table}\``);
  const values = rows.flatMap((row) => Object.values(row) as unknown[]);
  return Buffer.concat(
    values.flatMap((value) => [value instanceof Uint8Array ? value : Buffer.from(String(value)), Buffer.from('\n')]),
  );
}
