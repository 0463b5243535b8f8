import type { EntityTarget, ObjectLiteral, EntityManager } from 'typeorm';

/**
 * One INSERT with its values. TypeORM's query builder names each value, looks each name up and puts it back into its place: with
 * hundreds of values a statement that took a quarter of the processor time of receiving an order.
 * @param rows the first says which columns are given; the others get their defaults
 */
export function insertStatement<T extends ObjectLiteral>(
  { connection }: EntityManager,
  target: EntityTarget<T>,
  rows: object[],
): { sql: string; values: unknown[] } {
  const { driver } = connection;
  const metadata = connection.getMetadata(target);
  const given = new Set(Object.entries(rows[0]!).flatMap(([name, value]) => (value === undefined ? [] : [name])));
  const columns = metadata.columns.filter(({ propertyName }) => given.has(propertyName));
  const names = columns.map(({ databaseName }) => driver.escape(databaseName));
  const row = `(${columns.map(() => '?').join(', ')})`;
  const sql = `INSERT INTO ${driver.escape(metadata.tableName)} (${names.join(', ')}) VALUES ${rows.map(() => row).join(', ')}`;
  const values = rows.flatMap((each) =>
    columns.map((column) => {
      const value: unknown = (each as Record<string, unknown>)[column.propertyName];
      return driver.preparePersistentValue(value, column) ?? null;
    }),
  );
  return { sql, values };
}
