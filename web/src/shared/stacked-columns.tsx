import { Tooltip } from '@mantine/core';
import classes from './stacked-columns.module.css';

export interface ColumnPart {
  name: string;
  /** For CSS. */
  color: string;
}

export interface Column {
  key: string;
  hint: string;
  /** By the name of the part. */
  counts: Record<string, number>;
}

interface Props {
  columns: Column[];
  /** From below upwards. */
  parts: ColumnPart[];
  /** What a column of full height counts. */
  top: number;
}

/** A finger has nothing else to do here. */
const EVENTS = { hover: true, focus: false, touch: true };

/** Counts as columns, part upon part, which a place of some height holds; who cannot see them needs the figures as text beside them. */
export function StackedColumns({ columns, parts, top }: Props) {
  return (
    <div className={classes.columns} aria-hidden>
      {columns.map(({ key, hint, counts }) => (
        <Tooltip key={key} label={hint} openDelay={0} events={EVENTS} multiline maw="calc(100vw - 2rem)">
          <div className={classes.column}>
            {parts.map(({ name, color }) => (
              <div key={name} style={{ height: heightOf(counts[name] ?? 0, top), background: color }} />
            ))}
          </div>
        </Tooltip>
      ))}
    </div>
  );
}

/** What there is of a part can be seen, however small its share. */
function heightOf(count: number, top: number): string {
  return count === 0 ? '0' : `max(2px, ${(100 * count) / top}%)`;
}
