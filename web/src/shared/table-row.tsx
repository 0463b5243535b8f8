import { Checkbox, Table } from '@mantine/core';
import { type ChangeEvent, memo, type MouseEvent, type ReactNode } from 'react';
import classes from './data-table.module.css';
import { useTexts } from './list-texts';

export interface Column<T> {
  key: string;
  header: string;
  /** The header is only read out: what stands below speaks for itself. */
  isHeaderHidden?: boolean;
  render(row: T): ReactNode;
  /** Name of the field that the API sorts by. */
  sort?: string;
  /** Sorted upwards first: names, not sums or times. */
  sortsUp?: boolean;
  /** Sorted upwards only. */
  sortsUpOnly?: boolean;
  align?: 'left' | 'right';
  /** In pixels; columns without one share what is left, and have `LEAST_WIDTH` where nothing is. */
  width?: number | string;
  /** Left out where there is no room for it: on a phone, in a list on a small screen. */
  isMinor?: boolean;
}

export type RowTone = 'fresh' | 'waiting' | 'late' | 'bad' | 'quiet';

interface RowProps<T> {
  row: T;
  rowKey: string;
  name: string;
  columns: Column<T>[];
  tone: RowTone | undefined;
  /** undefined = it cannot be chosen. */
  isChosen: boolean | undefined;
  hasChoice: boolean;
  onChoose(key: string, isChosen: boolean, isRange: boolean): void;
  onOpen: ((row: T, event: MouseEvent) => void) | undefined;
}

/** Hundreds of them are shown, of which a choice changes one. */
export const Row = memo(function Row<T>(props: RowProps<T>) {
  const { row, rowKey, name, columns, tone, isChosen, hasChoice, onChoose, onOpen } = props;
  return (
    <Table.Tr
      data-row={rowKey}
      data-tone={tone}
      data-chosen={isChosen || undefined}
      data-clickable={onOpen ? true : undefined}
      onClick={onOpen && ((event) => onOpen(row, event))}
    >
      {hasChoice && (
        <Table.Td>
          {isChosen !== undefined && (
            <RowCheckbox rowKey={rowKey} name={name} isChosen={isChosen} onChoose={onChoose} />
          )}
        </Table.Td>
      )}
      {columns.map(({ key, render, align }) => (
        <Cell key={key} row={row} render={render} align={align} />
      ))}
    </Table.Tr>
  );
}) as <T>(props: RowProps<T>) => ReactNode;

type CellProps<T> = { row: T } & Pick<Column<T>, 'render' | 'align'>;

/** One whose `render` is the same function as before stays as it is when other columns change. */
const Cell = memo(function Cell<T>({ row, render, align }: CellProps<T>) {
  return (
    <Table.Td ta={align}>
      <div className={classes.cell} data-align={align}>
        {render(row)}
      </div>
    </Table.Td>
  );
}) as <T>(props: CellProps<T>) => ReactNode;

export const RowCheckbox = memo(function RowCheckbox({
  rowKey,
  name,
  isChosen,
  onChoose,
}: Pick<RowProps<unknown>, 'rowKey' | 'name' | 'onChoose'> & { isChosen: boolean }) {
  const t = useTexts();
  const choose = ({ currentTarget, nativeEvent }: ChangeEvent<HTMLInputElement>) =>
    onChoose(rowKey, currentTarget.checked, (nativeEvent as globalThis.MouseEvent).shiftKey);
  return <Checkbox aria-label={t('selectRow', { name })} checked={isChosen} onChange={choose} />;
});
