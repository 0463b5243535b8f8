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

/** A text that the database computes of other columns, to be searched by; it is neither read nor written. */
export const ComputedColumn = (asExpression: string): PropertyDecorator =>
  Column({
    type: 'varchar',
    length: 255,
    nullable: true,
    asExpression,
    generatedType: 'VIRTUAL',
    select: false,
    insert: false,
    update: false,
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
const LARGE_COLUMNS: Array<{ target: unknown; property: string; type: LargeType }> = [];

/** A column that may hold some megabytes: the engines name such types differently, so `nameLargeTypes` fills them in. */
export const LargeColumn = (type: LargeType, options: ColumnOptions = {}): PropertyDecorator => {
  return (target, property) => {
    LARGE_COLUMNS.push({ target: target.constructor, property: String(property), type });
    const json = {
      to: (value: unknown) => value && JSON.stringify(value),
      from: (value: string) => value && JSON.parse(value),
    };
    Column({ ...options, type: 'text', ...(type === 'largeJson' && { transformer: json }) })(target, property);
  };
};

/** Called once before a data source is made. */
export function nameLargeTypes(embedded: boolean): void {
  for (const { target, property, type } of LARGE_COLUMNS) {
    const column = getMetadataArgsStorage().columns.find(
      (each) => each.target === target && each.propertyName === property,
    );
    if (!column) throw new Error(`No column ${property}`);
    const bytes = type === 'largeBytes';
    column.options.type = embedded ? (bytes ? 'blob' : 'text') : bytes ? 'mediumblob' : 'mediumtext';
  }
}

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
