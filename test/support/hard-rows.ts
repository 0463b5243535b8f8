import type { DataSource, ValueTransformer } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { HOSTILE_TEXTS } from './hard-cases.js';

const TEXTS = [
  '',
  ' ',
  'конец с пробелами   ',
  '\ttab\t',
  'ё Ё е',
  'A-1',
  'a-1',
  '0',
  'null',
  '👨‍👩‍👧🔧',
  ...HOSTILE_TEXTS,
];
const WHOLE = [0, 1, -1, 2_147_483_647, -2_147_483_648];
const AMOUNTS = [0, 7, -5, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
const INSTANTS = [
  '1970-01-01T00:00:00.000Z',
  '2026-11-24T23:59:59.999Z',
  '2026-03-29T01:30:00.007Z',
  '9999-12-31T00:00:00.100Z',
];
const BYTES = [
  Buffer.alloc(0),
  Buffer.from([0, 1, 0, 255, 254, 192, 128]),
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  Buffer.from('{"a":"\0"}', 'latin1'),
  Buffer.alloc(200_000, "'\\\n"),
];
const JSONS = [{}, { 'ключ "1"': ["\\'", '🔧', null, 1.5, { a: [] }] }, { text: `${HOSTILE_TEXTS.join('|')} ` }];

/** Puts rows whose columns hold whatever their types may hold into tables; some ids are left out, the last one too. */
export async function insertHardRows(
  dataSource: DataSource,
  rowsATable: number,
  tables = dataSource.entityMetadatas,
): Promise<void> {
  for (const metadata of tables) {
    const columns = metadata.columns.filter(({ generatedType }) => !generatedType);
    const rows = Array.from({ length: rowsATable }, (_, row) =>
      Object.fromEntries(columns.map((column) => [column.propertyName, hardValue(column, row + 1)])),
    );
    const { target } = metadata;
    await dataSource.createQueryBuilder().insert().into(target).values(rows).updateEntity(false).execute();
    const [primary] = metadata.primaryColumns;
    await dataSource
      .createQueryBuilder()
      .delete()
      .from(target)
      .where({ [primary!.propertyName]: rows.at(-1)![primary!.propertyName] })
      .execute();
  }
}

function hardValue(column: ColumnMetadata, row: number): unknown {
  const { type, isNullable, isPrimary, entityMetadata, propertyName } = column;
  const isUnique = entityMetadata.indices.some(
    ({ isUnique, columns }) => isUnique && columns.some((each) => each.propertyName === propertyName),
  );
  const pick = <T>(values: T[]): T => values[(row + propertyName.length) % values.length]!;
  if (isPrimary && type !== 'varchar') return 3 * row;
  if (column.isVersion) return row;
  if (isNullable && row % 4 === 0) return null;
  switch (type) {
    case 'int':
      return isUnique ? 1_000 + row : pick(WHOLE);
    case 'bigint':
      return pick(AMOUNTS);
    case 'boolean':
      return row % 2 === 0;
    case 'datetime':
      return new Date(pick(INSTANTS));
    case 'varchar': {
      if (column.transformer) return transformed(column, pick(['', '12', '12 15n 2147483647n']));
      const text = isPrimary || isUnique ? `${row} ${pick(TEXTS)}` : pick(TEXTS);
      return [...text].slice(0, Number(column.length)).join('');
    }
    case 'blob':
    case 'mediumblob':
      return pick(BYTES);
    default:
      return column.transformer || type === 'simple-json' ? pick(JSONS) : pick(TEXTS).repeat(20);
  }
}

/** What the program has of a text that lies in the column. */
function transformed({ transformer }: ColumnMetadata, text: string): unknown {
  return (transformer as ValueTransformer).from(text);
}
