import { Column, ColumnOptions, getMetadataArgsStorage, VersionColumn, PrimaryGeneratedColumn } from 'typeorm';

/** An instant with milliseconds, UTC. */
export const InstantColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'datetime', precision: 3, ...options });

/** Behind all that happens. */
const FAR_OFF = '9999-12-31 00:00:00.000';
const FAR_OFF_MS = Date.parse('9999-12-31T00:00:00Z');

/** An instant that is sorted behind all others where it is null, which databases would put in front. */
export const LastIfNullColumn = (): PropertyDecorator =>
  InstantColumn({
    default: FAR_OFF,
    transformer: {
      to: (value: unknown) => (value === null ? new Date(FAR_OFF_MS) : value),
      from: (value: Date | null) => (value && value.getTime() < FAR_OFF_MS ? value : null),
    },
  });

/** An amount in whole minor units; MySQL hands out bigint as text, SQLite as a number. */
export const MinorUnitsColumn = (): PropertyDecorator =>
  Column({
    type: 'bigint',
    transformer: { to: (value: number) => value, from: (value: string | number) => Number(value) },
  });

/** Counts the changes of a row: 1 when it is made, one more by every UPDATE that does not set it itself. */
export const RowVersionColumn = (): PropertyDecorator => VersionColumn({ type: 'int', default: 1 });

type LargeType = 'largeText' | 'largeBytes' | 'largeJson';
export type Engine = 'embedded' | 'mariadb' | 'mysql';

const BY_ENGINE: Array<{ target: unknown; property: string; options: (engine: Engine) => Partial<ColumnOptions> }> = [];

/** A column that the engines want otherwise; `suitColumns` fills in what is theirs. */
const byEngine = (options: ColumnOptions, ofEngine: (engine: Engine) => Partial<ColumnOptions>): PropertyDecorator => {
  return (target, property) => {
    BY_ENGINE.push({ target: target.constructor, property: String(property), options: ofEngine });
    Column(options)(target, property);
  };
};

/** Called once before a data source is made. */
export function suitColumns(engine: Engine): void {
  for (const { target, property, options } of BY_ENGINE) {
    const column = getMetadataArgsStorage().columns.find(
      (each) => each.target === target && each.propertyName === property,
    );
    if (!column) throw new Error(`No column ${property}`);
    Object.assign(column.options, options(engine));
  }
}

/** A column that may hold some megabytes: the engines name such types differently. */
export const LargeColumn = (type: LargeType, options: ColumnOptions = {}): PropertyDecorator => {
  const json = {
    to: (value: unknown) => value && JSON.stringify(value),
    from: (value: string) => value && JSON.parse(value),
  };
  const [embedded, server] =
    type === 'largeBytes' ? (['blob', 'mediumblob'] as const) : (['text', 'mediumtext'] as const);
  return byEngine({ ...options, type: 'text', ...(type === 'largeJson' && { transformer: json }) }, (engine) => ({
    type: engine === 'embedded' ? embedded : server,
  }));
};

/**
 * A text that the database computes of other columns, to be searched by; it is neither read nor written. MariaDB keeps it in the row:
 * a node of Galera may try for ever to clear up behind an indexed column that it does not keep, and its memory grows meanwhile.
 */
export const ComputedColumn = (asExpression: string): PropertyDecorator =>
  byEngine(
    { type: 'varchar', length: 255, nullable: true, asExpression, select: false, insert: false, update: false },
    (engine) => ({ generatedType: engine === 'mariadb' ? 'STORED' : 'VIRTUAL' }),
  );

/** What every table has but those that are keyed by something else. */
export abstract class Row {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;
}

/** With when it came to be. */
export abstract class CreatedRow extends Row {
  @InstantColumn()
  createdAt: Date;
}
